/** Who asks, and what they may: credentials, actors, the policy, and the filter that holds every route to it. */
@NullMarked
package io.smartboxes.controlplane.access;

import org.jspecify.annotations.NullMarked;

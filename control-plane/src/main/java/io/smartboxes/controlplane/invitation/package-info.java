/** Invitations: how somebody is asked into a tenant, and how they say yes or no. */
@NullMarked
package io.smartboxes.controlplane.invitation;

import org.jspecify.annotations.NullMarked;

/** API keys: issue, show once, verify, revoke. */
@NullMarked
package io.smartboxes.controlplane.apikey;

import org.jspecify.annotations.NullMarked;

/** Sealing and key derivation under the installation's master key. */
@NullMarked
package io.smartboxes.controlplane.platform.crypto;

import org.jspecify.annotations.NullMarked;

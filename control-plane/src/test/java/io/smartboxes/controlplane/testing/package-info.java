/** What tests of the control plane stand on: a real PostgreSQL, a real replica. */
@NullMarked
package io.smartboxes.controlplane.testing;

import org.jspecify.annotations.NullMarked;

/** Customers, the owners of everything else, and who belongs to them as what. */
@NullMarked
package io.smartboxes.controlplane.tenant;

import org.jspecify.annotations.NullMarked;

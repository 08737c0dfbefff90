/** What those can see and do who run the installation. They look across tenants, and each tenant's log says so. */
@NullMarked
package io.smartboxes.controlplane.staff;

import org.jspecify.annotations.NullMarked;

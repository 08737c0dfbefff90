/** Two doors to PostgreSQL: one that sees a single tenant's rows, one that sees all and that few packages may use. */
@NullMarked
package io.smartboxes.controlplane.platform.persistence;

import org.jspecify.annotations.NullMarked;

/**
 * What goes to whoever takes the money. Usage, prices, limits and the live cost are ours; a {@link
 * io.smartboxes.controlplane.billing.BillingProvider} is told the hours of each tenant, and nothing of this package runs while
 * there is none.
 *
 * <p>Invariants. What was told of a tenant, hour and meter, with what waits to be told, adds up to the ledger; what the ledger
 * learns late becomes a line of its own. A line is never changed, and keeps its id however often it is told.
 */
@NullMarked
package io.smartboxes.controlplane.billing;

import org.jspecify.annotations.NullMarked;

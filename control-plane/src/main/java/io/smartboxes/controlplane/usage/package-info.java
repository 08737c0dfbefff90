/**
 * What sandboxes were given and used: the ledger that workers' proofs become, its roll-up by hour, price books and what the two
 * cost.
 *
 * <p>Invariants. A ledger row is never changed. A stretch of a sandbox's life is in it once, inside the life of its lease and
 * beside all others. Settled is what the ledger says; an estimate is called one and added to nothing. Quantities are whole
 * numbers, money is exact until it is shown.
 */
@NullMarked
package io.smartboxes.controlplane.usage;

import org.jspecify.annotations.NullMarked;

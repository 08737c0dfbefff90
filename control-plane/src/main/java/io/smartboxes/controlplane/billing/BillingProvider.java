package io.smartboxes.controlplane.billing;

/**
 * Whoever takes the money: keeps cards, writes invoices, and charges for the lines that it is told. An installation has one or
 * none.
 */
public interface BillingProvider {

    /**
     * Takes a line. It may be told again, by this replica or another, as long as nobody has noted that it was taken: the provider
     * must count each {@link BillingLine#id()} once. Lines come in no particular order. May block, for a minute at most.
     *
     * @throws BillingRefusedException if it was not taken; it is told again later
     */
    void take(BillingLine line) throws BillingRefusedException;
}

package io.smartboxes.agent.isolation;

/**
 * A network namespace, its cable to the host and its two addresses. A slot serves one box at a time, and many in turn.
 *
 * @param number 0 to 1023, unique on this worker
 * @param namespace the namespace's name
 * @param hostInterface the cable's end on the host
 * @param hostAddress the host's address on the cable
 * @param guestAddress the box's address on the cable
 */
public record NetworkSlot(int number, String namespace, String hostInterface, String hostAddress, String guestAddress) {

    /** Addresses per slot: network, host, guest, broadcast. */
    private static final int ADDRESSES = 4;

    private static final int PREFIX_LENGTH = 30;

    /** How many slots a worker's block of addresses has room for. */
    public static final int COUNT_MAX = 1 << (PREFIX_LENGTH - AddressClaim.BLOCK_PREFIX_LENGTH);

    static NetworkSlot of(HostLabel label, AddressRange block, int number) {
        if (number < 0 || number >= COUNT_MAX) {
            throw new IllegalArgumentException("A slot's number is 0 to " + (COUNT_MAX - 1) + ", not " + number);
        }
        return new NetworkSlot(
                number,
                label.networkNamespace(number),
                label.hostInterface(number),
                block.address(number * ADDRESSES + 1),
                block.address(number * ADDRESSES + 2));
    }

    String hostAddressWithPrefix() {
        return hostAddress + "/" + PREFIX_LENGTH;
    }

    String guestAddressWithPrefix() {
        return guestAddress + "/" + PREFIX_LENGTH;
    }

    /** Where the namespace is bound, for a box's specification. */
    public String namespacePath() {
        return "/var/run/netns/" + namespace;
    }
}

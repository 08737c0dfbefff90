package io.smartboxes.controlplane.feed;

import java.util.Comparator;
import java.util.UUID;

/**
 * A place in the log of changes: the number of the transaction that wrote a change, and the change's id in it. Opaque to
 * callers.
 */
record FeedPosition(long transaction, UUID id) implements Comparable<FeedPosition> {

    private static final UUID FIRST = new UUID(0, 0);

    /** As PostgreSQL compares UUIDs, which is not how Java does. */
    private static final Comparator<UUID> BYTEWISE = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private static final Comparator<FeedPosition> ORDER =
            Comparator.comparingLong(FeedPosition::transaction).thenComparing(FeedPosition::id, BYTEWISE);

    /** Before everything that this transaction and later ones write. */
    static FeedPosition before(long transaction) {
        return new FeedPosition(transaction, FIRST);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    static FeedPosition parse(String text) {
        String[] parts = text.split("_", -1);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("not a position: " + text);
        }
        return new FeedPosition(Long.parseLong(parts[0]), UUID.fromString(parts[1]));
    }

    @Override
    public int compareTo(FeedPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction + "_" + id;
    }
}

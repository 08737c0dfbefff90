package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a row of the usage ledger. Text form: {@code usg_} and 26 base32 characters. */
public record UsageId(UUID value) {

    public static final String PREFIX = "usg_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static UsageId next(InstantSource clock) {
        return new UsageId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static UsageId parse(String text) {
        return new UsageId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

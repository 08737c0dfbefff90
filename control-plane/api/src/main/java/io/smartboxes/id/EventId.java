package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names an event in a sandbox's history. Text form: {@code evt_} and 26 base32 characters. */
public record EventId(UUID value) {

    public static final String PREFIX = "evt_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static EventId next(InstantSource clock) {
        return new EventId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static EventId parse(String text) {
        return new EventId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

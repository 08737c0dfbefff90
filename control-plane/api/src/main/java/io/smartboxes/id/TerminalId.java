package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a terminal: a shell in a sandbox that outlives the connections to it. Text form: {@code trm_} and 26 base32 characters. */
public record TerminalId(UUID value) {

    public static final String PREFIX = "trm_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static TerminalId next(InstantSource clock) {
        return new TerminalId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static TerminalId parse(String text) {
        return new TerminalId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a ticket for a terminal. Text form: {@code tkt_} and 26 base32 characters. */
public record TerminalTicketId(UUID value) {

    public static final String PREFIX = "tkt_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static TerminalTicketId next(InstantSource clock) {
        return new TerminalTicketId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static TerminalTicketId parse(String text) {
        return new TerminalTicketId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

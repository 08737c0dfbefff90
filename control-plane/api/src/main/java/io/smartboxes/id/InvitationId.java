package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names an invitation. Text form: {@code inv_} and 26 base32 characters. */
public record InvitationId(UUID value) {

    public static final String PREFIX = "inv_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static InvitationId next(InstantSource clock) {
        return new InvitationId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static InvitationId parse(String text) {
        return new InvitationId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

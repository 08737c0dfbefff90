package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names one sign-in of a person, from its beginning to its end. Text form: {@code ses_} and 26 base32 characters. */
public record SessionId(UUID value) {

    public static final String PREFIX = "ses_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static SessionId next(InstantSource clock) {
        return new SessionId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static SessionId parse(String text) {
        return new SessionId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

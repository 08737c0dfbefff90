package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a person who signs in. Text form: {@code usr_} and 26 base32 characters. */
public record UserId(UUID value) {

    public static final String PREFIX = "usr_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static UserId next(InstantSource clock) {
        return new UserId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static UserId parse(String text) {
        return new UserId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

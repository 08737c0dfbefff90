package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a mail. Text form: {@code mai_} and 26 base32 characters. */
public record MailId(UUID value) {

    public static final String PREFIX = "mai_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static MailId next(InstantSource clock) {
        return new MailId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static MailId parse(String text) {
        return new MailId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

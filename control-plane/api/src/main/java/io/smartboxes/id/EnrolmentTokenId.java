package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a one-time enrolment token. Text form: {@code enr_} and 26 base32 characters. */
public record EnrolmentTokenId(UUID value) {

    public static final String PREFIX = "enr_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static EnrolmentTokenId next(InstantSource clock) {
        return new EnrolmentTokenId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static EnrolmentTokenId parse(String text) {
        return new EnrolmentTokenId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

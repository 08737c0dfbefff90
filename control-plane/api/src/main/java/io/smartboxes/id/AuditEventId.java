package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names an event in the audit log. Text form: {@code aud_} and 26 base32 characters. */
public record AuditEventId(UUID value) {

    public static final String PREFIX = "aud_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static AuditEventId next(InstantSource clock) {
        return new AuditEventId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static AuditEventId parse(String text) {
        return new AuditEventId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

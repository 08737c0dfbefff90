package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a sandbox for its whole life. No underscore: the id stands in host names. Text form: {@code sbx} and 26 base32 characters. */
public record SandboxId(UUID value) {

    public static final String PREFIX = "sbx";

    /** A new id; ids made later sort later, to the millisecond. */
    public static SandboxId next(InstantSource clock) {
        return new SandboxId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static SandboxId parse(String text) {
        return new SandboxId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

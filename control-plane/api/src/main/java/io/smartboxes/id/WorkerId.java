package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a worker, a host that runs sandboxes. Text form: {@code wkr_} and 26 base32 characters. */
public record WorkerId(UUID value) {

    public static final String PREFIX = "wkr_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static WorkerId next(InstantSource clock) {
        return new WorkerId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static WorkerId parse(String text) {
        return new WorkerId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

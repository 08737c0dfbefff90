package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names one request to the API, in its answer, its log line and its problems. Text form: {@code req_} and 26 base32 characters. */
public record RequestId(UUID value) {

    public static final String PREFIX = "req_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static RequestId next(InstantSource clock) {
        return new RequestId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static RequestId parse(String text) {
        return new RequestId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names an API key; it is not the secret. Text form: {@code key_} and 26 base32 characters. */
public record ApiKeyId(UUID value) {

    public static final String PREFIX = "key_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static ApiKeyId next(InstantSource clock) {
        return new ApiKeyId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static ApiKeyId parse(String text) {
        return new ApiKeyId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a tenant, the owner of everything a customer has. Text form: {@code tnt_} and 26 base32 characters. */
public record TenantId(UUID value) {

    public static final String PREFIX = "tnt_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static TenantId next(InstantSource clock) {
        return new TenantId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static TenantId parse(String text) {
        return new TenantId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

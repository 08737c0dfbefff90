package io.smartboxes.id;

import java.time.InstantSource;
import java.util.UUID;

/** Names a template. Text form: {@code tpl_} and 26 base32 characters. */
public record TemplateId(UUID value) {

    public static final String PREFIX = "tpl_";

    /** A new id; ids made later sort later, to the millisecond. */
    public static TemplateId next(InstantSource clock) {
        return new TemplateId(TypeId.next(clock));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static TemplateId parse(String text) {
        return new TemplateId(TypeId.decode(PREFIX, text));
    }

    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}

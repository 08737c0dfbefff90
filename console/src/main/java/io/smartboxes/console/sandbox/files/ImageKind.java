package io.smartboxes.console.sandbox.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Pictures that a browser draws and does nothing else with. Told by their first bytes, for names lie; SVG is a program. */
enum ImageKind {
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp");

    /** As many as have to be seen. */
    static final int MAGIC_BYTES = 12;

    private final String type;

    ImageKind(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    static Optional<ImageKind> of(byte[] start) {
        return Arrays.stream(values()).filter(kind -> kind.fits(start)).findFirst();
    }

    private boolean fits(byte[] start) {
        return switch (this) {
            case PNG -> has(start, 0, "\u0089PNG\r\n\u001a\n");
            case JPEG -> has(start, 0, "\u00ff\u00d8\u00ff");
            case GIF -> has(start, 0, "GIF87a") || has(start, 0, "GIF89a");
            case WEBP -> has(start, 0, "RIFF") && has(start, 8, "WEBP");
        };
    }

    private static boolean has(byte[] start, int at, String magic) {
        var wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        return start.length >= at + wanted.length
                && Arrays.equals(start, at, at + wanted.length, wanted, 0, wanted.length);
    }
}

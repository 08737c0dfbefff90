package io.smartboxes.console.sandbox.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What can be shown of a file without taking it away. */
sealed interface Preview {

    int TEXT_BYTES_MAX = 256 * 1024;

    /** More than any text needs: to tell whether there is more. */
    int BYTES_WANTED = TEXT_BYTES_MAX + 1;

    /** @param isCut there is more of it */
    record Text(String text, boolean isCut) implements Preview {}

    /** A picture, to be fetched by the browser. */
    record Image(ImageKind kind) implements Preview {}

    record Empty() implements Preview {}

    /** Neither. */
    record Bytes() implements Preview {}

    /** @param start the file's first {@link #BYTES_WANTED} bytes, or all of it */
    static Preview of(byte[] start) {
        if (start.length == 0) {
            return new Empty();
        }
        var image = ImageKind.of(start);
        if (image.isPresent()) {
            return new Image(image.get());
        }
        boolean isCut = start.length > TEXT_BYTES_MAX;
        return text(isCut ? Arrays.copyOf(start, TEXT_BYTES_MAX) : start, isCut);
    }

    private static Preview text(byte[] bytes, boolean isCut) {
        for (byte each : bytes) {
            if (each == 0) {
                return new Bytes();
            }
        }
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = CharBuffer.allocate(bytes.length);
        // Where it was cut a character may be incomplete, which is no mistake.
        var outcome = decoder.decode(ByteBuffer.wrap(bytes), text, !isCut);
        return outcome.isError() ? new Bytes() : new Text(text.flip().toString(), isCut);
    }
}

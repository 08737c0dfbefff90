package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 as bytes, so that tests see what is really on the wire. */
final class Http {

    private Http() {}

    /** A message's first line and its fields, names in lower case; a field that came twice is joined by ", ". */
    record Head(String line, Map<String, String> fields) {

        Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        boolean isChunked() {
            return field("transfer-encoding").filter("chunked"::equals).isPresent();
        }

        int status() {
            return Integer.parseInt(line.split(" ")[1]);
        }

        String path() {
            return line.split(" ")[1];
        }
    }

    /** Reads a head; empty when the stream ended before its first byte. */
    static Optional<Head> readHead(InputStream in) throws IOException {
        String first = readLine(in);
        if (first == null) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, line.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
        }
        return Optional.of(new Head(first, fields));
    }

    /** One chunk; empty at the last one, whose trailers are read and dropped. */
    static Optional<byte[]> readChunk(InputStream in) throws IOException {
        String size = readLine(in);
        if (size == null) {
            throw new EOFException("The stream ended where a chunk should begin");
        }
        int length = Integer.parseInt(size.strip(), 16);
        if (length == 0) {
            for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {}
            return Optional.empty();
        }
        byte[] chunk = in.readNBytes(length);
        if (chunk.length < length || readLine(in) == null) {
            throw new EOFException("The stream ended inside a chunk");
        }
        return Optional.of(chunk);
    }

    static void writeChunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        out.write(bytes);
        out.write("\r\n".getBytes(ISO_8859_1));
        out.flush();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    /** The whole body of a message with this head. */
    static byte[] readBody(Head head, InputStream in) throws IOException {
        if (head.isChunked()) {
            var body = new ByteArrayOutputStream();
            for (Optional<byte[]> chunk = readChunk(in); chunk.isPresent(); chunk = readChunk(in)) {
                body.writeBytes(chunk.get());
            }
            return body.toByteArray();
        }
        Optional<String> length = head.field("content-length");
        if (length.isPresent()) {
            byte[] body = in.readNBytes(Integer.parseInt(length.get()));
            if (body.length < Integer.parseInt(length.get())) {
                throw new EOFException("The stream ended inside a body");
            }
            return body;
        }
        return new byte[0];
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int character = in.read(); ; character = in.read()) {
            if (character < 0) {
                return line.size() == 0 ? null : line.toString(ISO_8859_1);
            }
            if (character == '\n') {
                return line.toString(ISO_8859_1).stripTrailing();
            }
            line.write(character);
        }
    }
}

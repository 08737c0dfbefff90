package io.smartboxes.console.client;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file as they arrive.
 *
 * @param length how many there are, or {@link #UNKNOWN}
 */
public record FileContent(InputStream bytes, long length) implements AutoCloseable {

    public static final long UNKNOWN = -1;

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}

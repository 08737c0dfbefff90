package io.smartboxes.controlplane.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says exactly what it wants, and can hang up when it wants. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    public RawHttp(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends the text again and again until the server answers or stops listening; how often. */
    public int sendUntilAnswered(String text, int atMost) throws IOException {
        for (int sent = 0; sent < atMost; sent++) {
            if (socket.getInputStream().available() > 0) {
                return sent;
            }
            try {
                send(text);
            } catch (SocketException closed) {
                return sent;
            }
        }
        return atMost;
    }

    /** The status line and headers of the answer. */
    public String readHead() throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

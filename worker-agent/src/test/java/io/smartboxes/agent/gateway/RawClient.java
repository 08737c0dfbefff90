package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** One connection to a gateway that says exactly what it is told to. Reads give up after 20 s. */
final class RawClient implements AutoCloseable {

    private static final int READ_MILLIS_MAX = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBufferBytes of the kernel; 0 leaves that to the kernel */
    RawClient(int port, int receiveBufferBytes) throws IOException {
        this.socket = new Socket();
        if (receiveBufferBytes > 0) {
            this.socket.setReceiveBufferSize(receiveBufferBytes);
        }
        this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(READ_MILLIS_MAX);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    record Answer(Http.Head head, String body) {
        int status() {
            return head.status();
        }
    }

    /** Sends lines joined and ended by CRLF, and the empty line behind them. */
    RawClient send(String... lines) throws IOException {
        Http.write(socket.getOutputStream(), String.join("\r\n", lines) + "\r\n\r\n");
        return this;
    }

    RawClient write(String text) throws IOException {
        Http.write(socket.getOutputStream(), text);
        return this;
    }

    Answer get(String path, String... headers) throws IOException {
        write("GET " + path + " HTTP/1.1\r\n");
        send(headers);
        return read();
    }

    Answer read() throws IOException {
        Http.Head head = readHead();
        boolean isBodiless = head.status() == 204 || head.status() == 304;
        return new Answer(head, isBodiless ? "" : new String(Http.readBody(head, in), UTF_8));
    }

    Http.Head readHead() throws IOException {
        return Http.readHead(in).orElseThrow(() -> new SocketException("The connection ended before an answer"));
    }

    InputStream in() {
        return in;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** True when the other side ends the connection, orderly or not, before a byte arrives. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

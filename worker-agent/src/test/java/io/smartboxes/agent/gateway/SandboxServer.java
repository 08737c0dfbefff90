package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server as it might run in a sandbox, on loopback.
 *
 * <p>Paths without a handler of their own answer with the server's name, the request line and the body's length.
 */
final class SandboxServer implements AutoCloseable {

    /** Handles one request; true keeps the connection. */
    interface Handler {
        boolean handle(Http.Head head, InputStream in, OutputStream out) throws IOException;
    }

    private final String name;
    private final ServerSocket listening;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Http.Head> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    SandboxServer(String name) {
        this.name = name;
        try {
            this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    SandboxServer on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Every request head in the order of arrival. */
    List<Http.Head> seen() {
        return seen;
    }

    int connectionsAccepted() {
        return accepted.get();
    }

    int connectionsOpen() {
        return open.size();
    }

    /** Ends every open connection; new ones are still taken. */
    void dropConnections() {
        open.forEach(SandboxServer::close);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        dropConnections();
    }

    static boolean answer(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        Http.write(out, "HTTP/1.1 " + status + " Status\r\nContent-Length: " + bytes.length + "\r\n\r\n");
        out.write(bytes);
        out.flush();
        return true;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            boolean keep = true;
            while (keep) {
                Optional<Http.Head> head = Http.readHead(in);
                if (head.isEmpty()) {
                    return;
                }
                seen.add(head.get());
                keep = handle(head.get(), in, socket.getOutputStream());
            }
        } catch (IOException gone) {
            // The gateway closed the connection, which is what some tests are about.
        } finally {
            open.remove(socket);
        }
    }

    private boolean handle(Http.Head head, InputStream in, OutputStream out) throws IOException {
        String path = head.path().split("\\?", 2)[0];
        Handler own = handlers.get(path);
        if (own != null) {
            return own.handle(head, in, out);
        }
        byte[] body = Http.readBody(head, in);
        return answer(out, 200, name + " " + head.line() + " body=" + body.length);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

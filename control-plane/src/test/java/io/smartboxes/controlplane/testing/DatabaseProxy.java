package io.smartboxes.controlplane.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a pool and its database, and loses a connection exactly where a test wants it lost. */
public final class DatabaseProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final int databasePort;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Cut> armed = new AtomicReference<>();
    private volatile boolean away;

    public DatabaseProxy(TestDatabase database) throws IOException {
        databasePort = Integer.parseInt(database.url().replaceFirst(".*:(\\d+)/.*", "$1"));
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** What makes a pool of a replica go through here; statements travel as text, every time. */
    public Map<String, Object> settings(TestDatabase database, String pool) {
        String through = database.url().replaceFirst(":\\d+/", ":" + listening.getLocalPort() + "/");
        return Map.of("datasources." + pool + ".url", through + "?prepareThreshold=0&sslmode=disable");
    }

    /** Loses the next connection over which these words travel, in this order, before the last reaches the server. */
    public void loseBefore(String... words) {
        armed.set(new Cut(List.of(words), false));
    }

    /** The same, once the server has answered to the last. */
    public void loseAfter(String... words) {
        armed.set(new Cut(List.of(words), true));
    }

    /** Whether what was armed has happened. */
    public boolean hasLost() {
        return armed.get() == null;
    }

    /** Loses every connection and lets none in, or lets them in again. */
    public synchronized void away(boolean now) {
        away = now;
        if (now) {
            open.forEach(DatabaseProxy::quietly);
        }
    }

    public boolean isAway() {
        return away;
    }

    private record Cut(List<String> words, boolean afterwards) {}

    private void accept() {
        try {
            while (true) {
                admit(listening.accept());
            }
        } catch (IOException closed) {
            open.forEach(DatabaseProxy::quietly);
        }
    }

    private synchronized void admit(Socket client) throws IOException {
        if (away) {
            quietly(client);
            return;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), databasePort);
        open.add(client);
        open.add(server);
        var connection = new Connection(client, server);
        Thread.ofVirtual().start(() -> connection.carry(client, server, connection::mayPass));
        Thread.ofVirtual().start(() -> connection.carry(server, client, connection::mayAnswer));
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private @Nullable Cut watched;
        private int seen;
        private volatile boolean lastAnswer;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to, Gate gate) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!gate.opensTo(Arrays.copyOf(buffer, read))) {
                        break;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException lost) {
                // The other direction ends too.
            } finally {
                quietly(client);
                quietly(server);
                open.remove(client);
                open.remove(server);
            }
        }

        /** The driver flushes whole messages, so no word is split over two reads. */
        boolean mayPass(byte[] bytes) {
            Cut cut = armed.get();
            if (cut == null) {
                return true;
            }
            if (cut != watched) {
                watched = cut;
                seen = 0;
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            for (int at = 0; seen < cut.words().size(); seen++) {
                at = text.indexOf(cut.words().get(seen), at);
                if (at < 0) {
                    return true;
                }
            }
            armed.set(null);
            lastAnswer = cut.afterwards();
            return lastAnswer;
        }

        boolean mayAnswer(byte[] bytes) {
            return !lastAnswer;
        }
    }

    private interface Gate {
        boolean opensTo(byte[] bytes);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}

package io.smartboxes.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A guest whose shells write back what is typed, end at {@code exit N}, and flood at {@code flood}. Speaks as much of the
 * process service as terminals need.
 */
public final class ShellGuest implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] FLOOD = "0123456789abcde\n".repeat(1024).getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final Map<Integer, Shell> shells = new ConcurrentHashMap<>();
    private final AtomicInteger pids = new AtomicInteger(100);
    private final AtomicLong flooded = new AtomicLong();
    private final List<String> sizes = new CopyOnWriteArrayList<>();

    public ShellGuest() throws IOException {
        Thread.ofVirtual().name("shell-guest").start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().name("shell-guest-call").start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** One call for each connection. */
    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new BufferedInputStream(client.getInputStream());
            String method = line(in).split(" ")[1].replaceFirst(".*/", "");
            int length = 0;
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(field.substring(15).strip());
                }
            }
            byte[] body = in.readNBytes(length);
            var out = new BufferedOutputStream(client.getOutputStream());
            switch (method) {
                case "Start" -> start(enveloped(body), out);
                case "Connect" -> connect(enveloped(body), out);
                case "List" -> list(out);
                case "SendInput" -> input(JSON.readTree(body), out);
                case "Update" -> update(JSON.readTree(body), out);
                case "SendSignal" -> signal(JSON.readTree(body), out);
                default -> answer(out, 404, Map.of("code", "unimplemented", "message", method));
            }
            out.flush();
        } catch (IOException gone) {
            // The client hung up.
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many shells run. */
    public int shells() {
        return shells.size();
    }

    /** Bytes that floods have got rid of. */
    public long flooded() {
        return flooded.get();
    }

    /** Every size that a screen was given, as COLUMNSxROWS. */
    public List<String> sizes() {
        return sizes;
    }

    private final class Shell {
        private final int pid = pids.incrementAndGet();
        private final String tag;
        private final List<BlockingQueue<Object>> followers = new CopyOnWriteArrayList<>();

        Shell(String tag) {
            this.tag = tag;
        }

        void tell(Object event) {
            followers.forEach(follower -> follower.add(event));
        }
    }

    private void start(JsonNode request, OutputStream out) throws IOException {
        note(request.path("pty").path("size"));
        var shell = new Shell(request.path("tag").asText());
        shells.put(shell.pid, shell);
        follow(shell, out);
    }

    private void connect(JsonNode request, OutputStream out) throws IOException {
        String tag = request.path("process").path("tag").asText();
        var shell = shells.values().stream()
                .filter(each -> each.tag.equals(tag))
                .findFirst()
                .orElse(null);
        if (shell == null) {
            begin(out);
            chunk(out, envelope(2, Map.of("error", Map.of("code", "not_found", "message", "no such process"))));
            chunk(out, new byte[0]);
            return;
        }
        follow(shell, out);
    }

    private void follow(Shell shell, OutputStream out) throws IOException {
        var events = new LinkedBlockingQueue<Object>();
        shell.followers.add(events);
        try {
            begin(out);
            chunk(out, envelope(0, Map.of("event", Map.of("start", Map.of("pid", shell.pid)))));
            while (true) {
                Object event = events.take();
                while (event.equals("flood") && shells.containsKey(shell.pid)) {
                    chunk(out, envelope(0, Map.of("event", Map.of("data", Map.of("pty", FLOOD)))));
                    flooded.addAndGet(FLOOD.length);
                }
                if (event.equals("flood")) {
                    return;
                }
                chunk(out, envelope(0, Map.of("event", event)));
                if (((Map<?, ?>) event).containsKey("end")) {
                    chunk(out, envelope(2, Map.of()));
                    chunk(out, new byte[0]);
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            shell.followers.remove(events);
        }
    }

    private void list(OutputStream out) throws IOException {
        var processes = new ArrayList<Object>();
        shells.values().forEach(shell -> processes.add(Map.of("pid", shell.pid, "tag", shell.tag)));
        answer(out, 200, Map.of("processes", processes));
    }

    private void input(JsonNode request, OutputStream out) throws IOException {
        var shell = shells.get(request.path("process").path("pid").asInt());
        if (shell == null) {
            answer(out, 404, Map.of("code", "not_found", "message", "no such process"));
            return;
        }
        byte[] typed = request.path("input").path("pty").binaryValue();
        String text = new String(typed, StandardCharsets.UTF_8);
        if (text.startsWith("exit ")) {
            shells.remove(shell.pid);
            int code = Integer.parseInt(text.substring(5).strip());
            shell.tell(Map.of("end", Map.of("exitCode", code, "exited", true)));
        } else if (text.equals("flood")) {
            shell.tell("flood");
        } else {
            shell.tell(Map.of("data", Map.of("pty", typed)));
        }
        answer(out, 200, Map.of());
    }

    private void update(JsonNode request, OutputStream out) throws IOException {
        note(request.path("pty").path("size"));
        answer(out, 200, Map.of());
    }

    private void signal(JsonNode request, OutputStream out) throws IOException {
        var shell = shells.remove(request.path("process").path("pid").asInt());
        if (shell != null) {
            shell.tell(Map.of("end", Map.of("exitCode", -1, "exited", false)));
        }
        answer(out, 200, Map.of());
    }

    private void note(JsonNode size) {
        sizes.add(size.path("cols").asInt() + "x" + size.path("rows").asInt());
    }

    private static JsonNode enveloped(byte[] body) throws IOException {
        return JSON.readTree(body, 5, body.length - 5);
    }

    private static byte[] envelope(int flags, Object message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) flags)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static void answer(OutputStream out, int status, Object message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        write(
                out,
                "HTTP/1.1 " + status + " Answer\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
        out.write(body);
    }

    private static void begin(OutputStream out) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        write(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        write(out, "\r\n");
        out.flush();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        shells.clear();
        server.close();
    }
}

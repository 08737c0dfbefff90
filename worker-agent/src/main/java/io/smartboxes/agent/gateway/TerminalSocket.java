package io.smartboxes.agent.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartboxes.agent.terminal.Ending;
import io.smartboxes.agent.terminal.Opening;
import io.smartboxes.agent.terminal.TerminalSize;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.agent.terminal.View;
import io.smartboxes.agent.terminal.Viewer;
import io.smartboxes.id.SandboxId;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to a terminal. Binary messages are what is typed and what is shown; small texts of JSON are the rest:
 *
 * <pre>
 *   client: {"type":"open","ticket":T,"columns":C,"rows":R} first, then {"type":"resize","columns":C,"rows":R}
 *   gateway: {"type":"ready","terminal":ID,"replay":BYTES}, {"type":"skipped","bytes":N}, {"type":"exit","code":N}
 * </pre>
 *
 * <p>Lives on its connection's event loop. Output is read from the terminal only when the client takes it, so a client that
 * stalls holds one write queue and no more.
 */
final class TerminalSocket implements Viewer {

    static final int MESSAGE_BYTES_MAX = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK_BYTES_MAX = 16 * 1024;
    private static final int REASON_BYTES_MAX = 120;
    private static final long TICKET_MILLIS_MAX = 10_000;
    private static final long PING_MILLIS = 25_000;
    private static final long SILENCE_NANOS_MAX = Duration.ofSeconds(80).toNanos();

    private final Vertx vertx;
    private final Context context;
    private final Exchange exchange;
    private final ServerWebSocket socket;
    private final Terminals terminals;
    private final SandboxId sandbox;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final long ticketTimer;
    private final long pingTimer;
    private long heardNanos = System.nanoTime();
    private boolean isOpening;
    private final Buffer early = Buffer.buffer();
    private @Nullable TerminalSize newSize;
    private @Nullable View view;
    private @Nullable Ending ending;
    private boolean isClosed;

    TerminalSocket(Vertx vertx, Exchange exchange, ServerWebSocket socket, Terminals terminals, SandboxId sandbox) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.exchange = exchange;
        this.socket = socket;
        this.terminals = terminals;
        this.sandbox = sandbox;
        this.ticketTimer = vertx.setTimer(TICKET_MILLIS_MAX, late -> {
            if (!isOpening) {
                close(Ending.ticketLate());
            }
        });
        this.pingTimer = vertx.setPeriodic(PING_MILLIS, tick -> ping());
    }

    void start() {
        socket.textMessageHandler(text -> heard(() -> said(text)));
        socket.binaryMessageHandler(bytes -> heard(() -> typed(bytes)));
        socket.pongHandler(pong -> heard(() -> {}));
        socket.drainHandler(drained -> pump());
        socket.exceptionHandler(broken -> closed());
        socket.closeHandler(closed -> closed());
    }

    /** Ends it without a word, whatever the state. */
    void stop() {
        closed();
    }

    @Override
    public void changed() {
        if (isWoken.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                isWoken.set(false);
                pump();
            });
        }
    }

    @Override
    public void drained() {
        context.runOnContext(now -> {
            if (!isClosed) {
                socket.resume();
            }
        });
    }

    @Override
    public void over(Ending why) {
        context.runOnContext(now -> {
            if (ending == null) {
                ending = why;
                pump();
            }
        });
    }

    private void heard(Runnable what) {
        heardNanos = System.nanoTime();
        exchange.touch();
        if (!isClosed && ending == null) {
            what.run();
        }
    }

    private void said(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            close(Ending.badMessage("A text message must be a JSON object."));
            return;
        }
        try {
            switch (message.path("type").asText("")) {
                case "open" -> open(message.path("ticket").asText(""), size(message));
                case "resize" -> resize(size(message));
                default -> close(Ending.badMessage("The type of a text message must be open or resize."));
            }
        } catch (IllegalArgumentException insane) {
            close(Ending.badMessage(String.valueOf(insane.getMessage())));
        }
    }

    private static TerminalSize size(JsonNode message) {
        return new TerminalSize(
                message.path("columns").asInt(0), message.path("rows").asInt(0));
    }

    private void open(String ticket, TerminalSize size) {
        if (isOpening) {
            close(Ending.badMessage("This connection has a terminal already."));
            return;
        }
        isOpening = true;
        vertx.cancelTimer(ticketTimer);
        socket.pause();
        Thread.ofVirtual().name("terminal-open").start(() -> {
            var opening = terminals.open(sandbox, ticket, size, this);
            context.runOnContext(now -> opened(opening));
        });
    }

    private void opened(Opening opening) {
        switch (opening) {
            case Opening.Refused(Ending why) -> close(why);
            case Opening.Opened(View opened) -> {
                view = opened;
                if (isClosed) {
                    opened.close();
                    return;
                }
                say(text("ready").put("terminal", opened.terminalId()).put("replay", opened.replay()));
                catchUp(opened);
                pump();
            }
        }
    }

    /** What came with the ticket, in the same packet, was read before reading could stop. */
    private void catchUp(View opened) {
        if (newSize != null) {
            opened.resize(newSize);
        }
        if (early.length() == 0 || opened.type(early.getBytes())) {
            socket.resume();
        }
    }

    private void typed(Buffer bytes) {
        var open = view;
        if (open != null) {
            if (!open.type(bytes.getBytes())) {
                socket.pause();
            }
        } else if (isOpening && early.length() < MESSAGE_BYTES_MAX) {
            early.appendBuffer(bytes);
        } else {
            close(Ending.badMessage("The first message must be the text that opens a terminal."));
        }
    }

    private void resize(TerminalSize size) {
        var open = view;
        if (open != null) {
            open.resize(size);
        } else if (isOpening) {
            newSize = size;
        } else {
            close(Ending.badMessage("The first message must be the text that opens a terminal."));
        }
    }

    /** Writes what the client takes; then, when all is said, the end. */
    private void pump() {
        var open = view;
        if (isClosed || open == null) {
            return;
        }
        while (!socket.writeQueueFull()) {
            var output = open.next(CHUNK_BYTES_MAX);
            if (output == null) {
                var why = ending;
                if (why != null) {
                    close(why);
                }
                return;
            }
            if (output.missed() > 0) {
                say(text("skipped").put("bytes", output.missed()));
            }
            exchange.touch();
            var unused = socket.writeBinaryMessage(Buffer.buffer(output.bytes()));
        }
        var why = ending;
        if (why != null && why.exitCode() == null) {
            // Who has lost the right to it is not waited for.
            close(why);
        }
    }

    private void ping() {
        if (System.nanoTime() - heardNanos > SILENCE_NANOS_MAX) {
            closed();
            return;
        }
        var unused = socket.writePing(Buffer.buffer());
    }

    private void close(Ending why) {
        if (isClosed) {
            return;
        }
        Integer exitCode = why.exitCode();
        if (exitCode != null) {
            say(text("exit").put("code", exitCode));
        }
        end();
        var unused = socket.close((short) why.code(), shortened(why.reason()));
        exchange.terminalClosed();
    }

    private void closed() {
        if (isClosed) {
            return;
        }
        end();
        var unused = socket.close();
        exchange.terminalClosed();
    }

    private void end() {
        isClosed = true;
        vertx.cancelTimer(ticketTimer);
        vertx.cancelTimer(pingTimer);
        var open = view;
        if (open != null) {
            open.close();
        }
    }

    private void say(ObjectNode message) {
        var unused = socket.writeTextMessage(message.toString());
    }

    private static ObjectNode text(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** A close has room for 123 bytes. */
    private static String shortened(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= REASON_BYTES_MAX
                ? reason
                : new String(bytes, 0, REASON_BYTES_MAX - 3, StandardCharsets.US_ASCII).replace('\ufffd', '?') + "...";
    }
}

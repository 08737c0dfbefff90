package io.smartboxes.agent.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One shell in a sandbox, through its guest. The guest names it by a tag, so that the next agent finds it again. */
final class GuestShell implements AutoCloseable {

    private static final String TAG = "smartboxes-terminal/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TYPING_PATIENCE = Duration.ofSeconds(30);

    /** The best shell that the template has, as at a login. */
    private static final List<String> SHELL = List.of("-c", "command -v bash >/dev/null && exec bash -il; exec sh -il");

    private static final Map<String, String> ENVIRONMENT =
            Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor", "LANG", "C.UTF-8");

    private final TerminalHost.Place at;
    private final InputStream events;
    private final long pid;

    private GuestShell(TerminalHost.Place at, InputStream events) throws IOException {
        this.at = at;
        this.events = events;
        this.pid = begun(events);
    }

    static GuestShell start(TerminalHost.Place at, String terminal, TerminalSize size) throws IOException {
        return new GuestShell(
                at,
                GuestCall.stream(
                        at,
                        "Start",
                        Map.of(
                                "process", Map.of("cmd", "/bin/sh", "args", SHELL, "envs", ENVIRONMENT),
                                "pty", pty(size),
                                "tag", TAG + terminal)));
    }

    /** Follows one that was started before; what it wrote meanwhile is lost. */
    static GuestShell follow(TerminalHost.Place at, String terminal) throws IOException {
        return new GuestShell(at, GuestCall.stream(at, "Connect", Map.of("process", Map.of("tag", TAG + terminal))));
    }

    /** The terminals whose shells run in the sandbox. */
    static List<String> running(TerminalHost.Place at) throws IOException {
        var found = new ArrayList<String>();
        for (JsonNode process : GuestCall.unary(at, "List", Map.of(), PATIENCE).path("processes")) {
            String tag = process.path("tag").asText("");
            if (tag.startsWith(TAG)) {
                found.add(tag.substring(TAG.length()));
            }
        }
        return found;
    }

    private static long begun(InputStream events) throws IOException {
        JsonNode start = GuestCall.next(events).path("event").path("start");
        if (!start.has("pid")) {
            events.close();
            throw new IOException("the guest did not say which process it started");
        }
        return start.path("pid").asLong();
    }

    /** What the shell does. */
    sealed interface Event {
        record Wrote(byte[] output) implements Event {}

        record Exited(int code) implements Event {}

        record Nothing() implements Event {}
    }

    /** Waits for the next one. */
    Event next() throws IOException {
        JsonNode event = GuestCall.next(events).path("event");
        if (event.has("end")) {
            return new Event.Exited(event.path("end").path("exitCode").asInt(0));
        }
        byte[] output = event.path("data").path("pty").binaryValue();
        return output == null ? new Event.Nothing() : new Event.Wrote(output);
    }

    /** Returns when the shell's terminal has taken it. */
    void type(byte[] input) throws IOException {
        GuestCall.unary(at, "SendInput", Map.of("process", process(), "input", Map.of("pty", input)), TYPING_PATIENCE);
    }

    void resize(TerminalSize size) throws IOException {
        GuestCall.unary(at, "Update", Map.of("process", process(), "pty", pty(size)), PATIENCE);
    }

    /** Ends the shell and what runs in it. */
    void kill() throws IOException {
        GuestCall.unary(at, "SendSignal", Map.of("process", process(), "signal", "SIGNAL_SIGKILL"), PATIENCE);
    }

    /** Follows it no longer; the shell goes on. */
    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException gone) {
            // Nothing was wanted of it any more.
        }
    }

    private Map<String, Object> process() {
        return Map.of("pid", pid);
    }

    private static Map<String, Object> pty(TerminalSize size) {
        return Map.of("size", Map.of("cols", size.columns(), "rows", size.rows()));
    }
}

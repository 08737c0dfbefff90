package io.smartboxes.agent.terminal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection to a terminal: a position in its output. Read by one thread at a time. */
public final class View {

    private final Terminal terminal;
    private final Viewer viewer;
    private final Runnable onClose;
    private final long beganNanos;
    private final long replay;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long position;

    View(Terminal terminal, Viewer viewer, Runnable onClose, long beganNanos) {
        this.terminal = terminal;
        this.viewer = viewer;
        this.onClose = onClose;
        this.beganNanos = beganNanos;
        this.position = terminal.scrollback().beginning();
        this.replay = terminal.scrollback().end() - position;
    }

    /** Names the terminal. */
    public String terminalId() {
        return terminal.id();
    }

    /** How many of the bytes that come first were shown before. */
    public long replay() {
        return replay;
    }

    /** What comes next, up to so many bytes; null when nothing has come yet. */
    public @Nullable Output next(int max) {
        var chunk = terminal.scrollback().read(position, max);
        if (chunk != null) {
            position += chunk.missed() + chunk.bytes().length;
        }
        return chunk == null ? null : new Output(chunk.bytes(), chunk.missed());
    }

    /**
     * Output of the shell.
     *
     * @param missed bytes before it that came and went while this view did not read
     */
    public record Output(byte[] bytes, long missed) {}

    /** Types. False: send no more until the viewer is told that it was taken. */
    public boolean type(byte[] input) {
        return terminal.type(input);
    }

    /** The screen has another size; the latest of all viewers counts. */
    public void resize(TerminalSize size) {
        terminal.resize(size);
    }

    /** Leaves; the shell goes on. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            terminal.leave(this);
            onClose.run();
        }
    }

    Viewer viewer() {
        return viewer;
    }

    long beganNanos() {
        return beganNanos;
    }

    /** Ends it from this side. */
    void end(Ending why) {
        viewer.over(why);
    }
}

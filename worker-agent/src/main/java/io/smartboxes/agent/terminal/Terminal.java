package io.smartboxes.agent.terminal;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shell, the last of its output, and who looks at it. Follows its shell on a thread of its own until that ends. */
final class Terminal {

    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
    private static final int FOLLOW_TRIES = 5;

    private final String id;
    private final TerminalHost.Place at;
    private final LongSupplier nanoTime;
    private final Consumer<Terminal> onOver;
    private final Scrollback scrollback = new Scrollback();
    private final Set<View> views = ConcurrentHashMap.newKeySet();
    private final Pace pace = new Pace();
    private final Thread following = Thread.ofVirtual().name("terminal").unstarted(this::follow);
    private volatile GuestShell shell;
    private volatile Typing typing;
    private volatile long activeNanos;
    private volatile boolean isLetGo;
    private @Nullable Ending ending;

    Terminal(String id, TerminalHost.Place at, GuestShell shell, LongSupplier nanoTime, Consumer<Terminal> onOver) {
        this.id = id;
        this.at = at;
        this.nanoTime = nanoTime;
        this.onOver = onOver;
        this.shell = shell;
        this.typing = new Typing(shell, this::drained);
        this.activeNanos = nanoTime.getAsLong();
    }

    void begin() {
        following.start();
    }

    String id() {
        return id;
    }

    Scrollback scrollback() {
        return scrollback;
    }

    /** Lets a viewer in; one who comes after the end is told it. */
    View enter(Viewer viewer, TerminalSize size, Runnable onClose) {
        var view = new View(this, viewer, onClose, nanoTime.getAsLong());
        Ending over;
        synchronized (this) {
            over = ending;
            if (over == null) {
                views.add(view);
            }
        }
        if (over != null) {
            view.end(over);
        } else {
            fit(size);
        }
        return view;
    }

    /** A program whose first output is gone has to draw its screen anew, which it does when the size changes. */
    private void fit(TerminalSize size) {
        if (scrollback.isCut() && size.rows() > 1) {
            Thread.ofVirtual().name("terminal-fit").start(() -> {
                try {
                    shell.resize(new TerminalSize(size.columns(), size.rows() - 1));
                } catch (IOException gone) {
                    LOG.debug("a terminal was not redrawn", gone);
                }
                resize(size);
            });
        } else {
            resize(size);
        }
    }

    void leave(View view) {
        views.remove(view);
        activeNanos = nanoTime.getAsLong();
    }

    boolean type(byte[] input) {
        activeNanos = nanoTime.getAsLong();
        return typing.type(input);
    }

    void resize(TerminalSize size) {
        typing.resize(size);
    }

    Set<View> views() {
        return views;
    }

    /** Nanoseconds without a viewer and without a sign of life. */
    long idleNanos() {
        return views.isEmpty() ? nanoTime.getAsLong() - activeNanos : 0;
    }

    /** Ends the shell. */
    void kill(Ending why) {
        try {
            shell.kill();
        } catch (IOException failure) {
            LOG.debug("a shell could not be ended", failure);
        }
        over(why);
    }

    /** The sandbox has ended, and the shell with it. */
    void over(Ending why) {
        synchronized (this) {
            if (ending != null) {
                return;
            }
            ending = why;
        }
        letGo();
        views.forEach(view -> view.end(why));
        onOver.accept(this);
    }

    /** The agent stops: the shell goes on for the next one. */
    void letGo() {
        isLetGo = true;
        // Closing a stream waits for whoever reads it; an interrupt ends the reading.
        following.interrupt();
    }

    private void follow() {
        try {
            while (!isLetGo) {
                try {
                    read();
                    return;
                } catch (IOException broken) {
                    if (isLetGo || !followAgain()) {
                        break;
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            shell.close();
        }
        if (!isLetGo) {
            over(Ending.unknownTerminal());
        }
    }

    private void read() throws IOException, InterruptedException {
        while (true) {
            switch (shell.next()) {
                case GuestShell.Event.Wrote(byte[] output) -> {
                    scrollback.append(output);
                    activeNanos = nanoTime.getAsLong();
                    views.forEach(view -> view.viewer().changed());
                    pace.took(output.length);
                }
                case GuestShell.Event.Exited(int code) -> {
                    over(Ending.exited(code));
                    return;
                }
                case GuestShell.Event.Nothing() -> {}
            }
        }
    }

    private boolean followAgain() throws InterruptedException {
        for (int tries = 0; tries < FOLLOW_TRIES && !isLetGo; tries++) {
            try {
                var again = GuestShell.follow(at, id);
                shell = again;
                typing = new Typing(again, this::drained);
                return true;
            } catch (IOException notYet) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
        return false;
    }

    private void drained() {
        views.forEach(view -> view.viewer().drained());
    }
}

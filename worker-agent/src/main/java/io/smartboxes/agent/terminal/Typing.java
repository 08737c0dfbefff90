package io.smartboxes.agent.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was typed and not yet taken by the shell, in order; and the newest size of the screen. */
final class Typing {

    private static final Logger LOG = LoggerFactory.getLogger(Typing.class);
    private static final int PENDING_MAX = 64 * 1024;
    private static final int AT_ONCE_MAX = 16 * 1024;

    private final GuestShell shell;
    private final Runnable drained;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private @Nullable TerminalSize size;
    private boolean working;

    Typing(GuestShell shell, Runnable drained) {
        this.shell = shell;
        this.drained = drained;
    }

    /** False when so much waits that no more should come for now. */
    synchronized boolean type(byte[] input) {
        pending.writeBytes(input);
        work();
        return pending.size() < PENDING_MAX;
    }

    synchronized void resize(TerminalSize newest) {
        size = newest;
        work();
    }

    private void work() {
        if (!working) {
            working = true;
            Thread.ofVirtual().name("terminal-typing").start(this::passOn);
        }
    }

    private record Due(@Nullable TerminalSize size, byte[] input) {}

    private void passOn() {
        for (Due due = next(); due != null; due = next()) {
            try {
                if (due.size() != null) {
                    shell.resize(due.size());
                }
                if (due.input().length > 0) {
                    shell.type(due.input());
                }
            } catch (IOException notTaken) {
                // The shell does not read, or has ended, which its output tells. A terminal drops what nobody reads.
                LOG.debug("input was not taken", notTaken);
            }
        }
    }

    private @Nullable Due next() {
        Due due;
        boolean wasFull;
        synchronized (this) {
            wasFull = pending.size() >= PENDING_MAX;
            if (size == null && pending.size() == 0) {
                working = false;
                return null;
            }
            byte[] all = pending.toByteArray();
            int length = Math.min(all.length, AT_ONCE_MAX);
            pending.reset();
            pending.write(all, length, all.length - length);
            due = new Due(size, Arrays.copyOf(all, length));
            size = null;
            wasFull = wasFull && pending.size() < PENDING_MAX;
        }
        if (wasFull) {
            drained.run();
        }
        return due;
    }
}

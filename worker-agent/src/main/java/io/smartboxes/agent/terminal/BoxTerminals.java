package io.smartboxes.agent.terminal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The terminals of one boot of a sandbox. */
final class BoxTerminals {

    private final TerminalLimits limits;
    private final LongSupplier nanoTime;
    private final BooleanSupplier isWorkerFull;
    private final Map<String, Terminal> open = new ConcurrentHashMap<>();
    private boolean isKnown;
    private boolean hasEnded;

    BoxTerminals(TerminalLimits limits, LongSupplier nanoTime, BooleanSupplier isWorkerFull) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.isWorkerFull = isWorkerFull;
    }

    /** A terminal, or why there is none. */
    record Found(@Nullable Terminal terminal, @Nullable Ending refusal) {}

    /** The terminal of that id: the one there is, or, if it is to be a new one, one that is started now. Blocks. */
    synchronized Found obtain(TerminalHost.Place at, String id, boolean isNew, TerminalSize size) {
        try {
            if (hasEnded) {
                return new Found(null, Ending.sandboxEnded());
            }
            takeBackOnce(at);
            var there = open.get(id);
            if (there != null) {
                return new Found(there, null);
            }
            if (!isNew) {
                return new Found(null, Ending.unknownTerminal());
            }
            if (isFull()) {
                return new Found(null, full());
            }
            if (isWorkerFull.getAsBoolean()) {
                return new Found(null, Ending.tooMany(limits.perWorker(), "This worker"));
            }
            return new Found(add(at, id, GuestShell.start(at, id, size)), null);
        } catch (IOException failure) {
            return new Found(null, Ending.shellFailed(String.valueOf(failure.getMessage())));
        }
    }

    boolean isFull() {
        return open.size() >= limits.perSandbox();
    }

    Ending full() {
        return Ending.tooMany(limits.perSandbox(), "This sandbox");
    }

    Collection<Terminal> all() {
        return List.copyOf(open.values());
    }

    synchronized void end() {
        hasEnded = true;
        all().forEach(terminal -> terminal.over(Ending.sandboxEnded()));
    }

    /** Shells that an earlier agent of this worker started. What they wrote before is lost. */
    private void takeBackOnce(TerminalHost.Place at) throws IOException {
        if (isKnown) {
            return;
        }
        for (String id : GuestShell.running(at)) {
            if (!open.containsKey(id) && !isFull()) {
                add(at, id, GuestShell.follow(at, id));
            }
        }
        isKnown = true;
    }

    private Terminal add(TerminalHost.Place at, String id, GuestShell shell) {
        var terminal = new Terminal(id, at, shell, nanoTime, over -> open.remove(id, over));
        open.put(id, terminal);
        terminal.begin();
        return terminal;
    }
}

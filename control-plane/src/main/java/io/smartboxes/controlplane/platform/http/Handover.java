package io.smartboxes.controlplane.platform.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether an answer reaches its caller. It ends in one of two ways: delivered (the whole answer was given to the caller's
 * connection) or lost (the connection closed first).
 */
public final class Handover {

    private enum State {
        OPEN,
        DELIVERED,
        LOST
    }

    private final List<Runnable> whenLost = new ArrayList<>();
    private State state = State.OPEN;

    Handover() {}

    /** Whether the caller has gone away. */
    public synchronized boolean isLost() {
        return state == State.LOST;
    }

    /** Runs the action on a thread of its own once the caller is known to have gone, now if it has. */
    public void whenLost(Runnable action) {
        synchronized (this) {
            if (state == State.OPEN) {
                whenLost.add(action);
            }
            if (state != State.LOST) {
                return;
            }
        }
        run(action);
    }

    void delivered() {
        settle(State.DELIVERED);
    }

    void lost() {
        settle(State.LOST).forEach(Handover::run);
    }

    private synchronized List<Runnable> settle(State end) {
        if (state != State.OPEN) {
            return List.of();
        }
        state = end;
        var actions = List.copyOf(whenLost);
        whenLost.clear();
        return actions;
    }

    private static void run(Runnable action) {
        Thread.ofVirtual().name("caller-gone").start(action);
    }
}

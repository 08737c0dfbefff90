package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Requests that wait until something is seen of a sandbox. A nudge wakes them; without one they look every half second. */
@Singleton
public final class SandboxWaiters {

    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final Map<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();

    SandboxWaiters(NudgeBus nudges) {
        nudges.subscribe(SandboxTopics.SEEN, new NudgeListener() {
            @Override
            public void nudged(String sandbox) {
                waiting.getOrDefault(sandbox, Set.of()).forEach(Waiter::wake);
            }

            @Override
            public void missed() {
                waiting.values().forEach(waiters -> waiters.forEach(Waiter::wake));
            }
        });
    }

    /** Listens from now on. Open it before the change whose effect is awaited, and no transaction while it is waiting. */
    public Waiter listen(SandboxId sandbox) {
        var waiter = new Waiter(sandbox.toString());
        waiting.computeIfAbsent(waiter.sandbox, id -> ConcurrentHashMap.newKeySet())
                .add(waiter);
        return waiter;
    }

    /** One request's wait. */
    public final class Waiter implements AutoCloseable {

        private final String sandbox;
        private final Semaphore nudges = new Semaphore(0);

        private Waiter(String sandbox) {
            this.sandbox = sandbox;
        }

        void wake() {
            nudges.release();
        }

        /** Returns after a nudge, half a second, or when the deadline of {@link System#nanoTime} is reached. */
        public void pause(long deadlineNanos) {
            try {
                long left = Math.min(LOOK_NANOS, deadlineNanos - System.nanoTime());
                boolean nudged = left > 0 && nudges.tryAcquire(left, TimeUnit.NANOSECONDS);
                if (nudged) {
                    nudges.drainPermits();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the replica is shutting down", stop);
            }
        }

        @Override
        public void close() {
            waiting.computeIfPresent(sandbox, (id, waiters) -> {
                waiters.remove(this);
                return waiters.isEmpty() ? null : waiters;
            });
        }
    }
}

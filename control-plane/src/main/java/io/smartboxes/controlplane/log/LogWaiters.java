package io.smartboxes.controlplane.log;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Requests that wait for a worker's answer. A nudge wakes them; without one they look every half second. */
@Singleton
final class LogWaiters {

    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();

    LogWaiters(NudgeBus nudges) {
        nudges.subscribe(LogTopics.ANSWERED, new NudgeListener() {
            @Override
            public void nudged(String question) {
                Semaphore asker = waiting.get(question);
                if (asker != null) {
                    asker.release();
                }
            }

            @Override
            public void missed() {
                waiting.values().forEach(Semaphore::release);
            }
        });
    }

    /** Listens from now on. Open it before the question is asked, and no transaction while it is waiting. */
    Waiter listen(UUID question) {
        var nudges = new Semaphore(0);
        waiting.put(question.toString(), nudges);
        return new Waiter(question.toString(), nudges);
    }

    /** One request's wait. */
    final class Waiter implements AutoCloseable {

        private final String question;
        private final Semaphore nudges;

        private Waiter(String question, Semaphore nudges) {
            this.question = question;
            this.nudges = nudges;
        }

        /** Returns after a nudge, half a second, or when the deadline of {@link System#nanoTime} is reached. */
        void pause(long deadlineNanos) {
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
            waiting.remove(question);
        }
    }
}

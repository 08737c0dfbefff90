package io.smartboxes.controlplane.dispatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a pass when nudged, and at the latest when the interval is over. Nudges during a pass lead to exactly one more. A pass
 * that fails is logged and tried again at the next interval.
 */
final class ReconcilerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerLoop.class);

    /** What a stop waits for the pass under way. */
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final String name;
    private final Duration interval;
    private final Runnable pass;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean failing;

    ReconcilerLoop(String name, Duration interval, Runnable pass) {
        this.name = name;
        this.interval = interval;
        this.pass = pass;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void nudge() {
        nudges.release();
    }

    /** Lets a pass under way finish. */
    @Override
    public void close() {
        stopped.countDown();
        nudge();
        try {
            if (!thread.join(STOP_MAX)) {
                LOG.warn("{} did not stop within {}", name, STOP_MAX);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                boolean failed = !attempt();
                if (failed) {
                    // Nudges must not turn a lasting failure into a busy loop.
                    boolean ended = stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS);
                } else {
                    boolean nudged = nudges.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                }
                nudges.drainPermits();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        try {
            pass.run();
            if (failing) {
                LOG.info("{} works again", name);
            }
            failing = false;
            return true;
        } catch (RuntimeException failure) {
            // Once per outage: a database that is away for an hour fills no log.
            if (!failing) {
                LOG.warn("{} failed and is tried again every {}", name, interval, failure);
            }
            failing = true;
            return false;
        }
    }
}

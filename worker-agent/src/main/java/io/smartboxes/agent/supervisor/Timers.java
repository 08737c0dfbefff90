package io.smartboxes.agent.supervisor;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs things later: one thread that waits on the monotonic clock, and a virtual thread for each thing that is due. */
public final class Timers implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("timers").daemon().factory());

    public Timers() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs the task once; cancel the result to prevent it. */
    public Future<?> after(Duration delay, Runnable task) {
        return executor.schedule(
                () -> Thread.ofVirtual().name("timer").start(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the task again and again, an interval after the last run began. */
    public Future<?> every(Duration interval, Runnable task) {
        return executor.scheduleAtFixedRate(
                () -> Thread.ofVirtual().name("timer").start(task),
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}

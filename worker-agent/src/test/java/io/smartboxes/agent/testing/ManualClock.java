package io.smartboxes.agent.testing;

import io.smartboxes.agent.host.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that a test moves. */
public final class ManualClock implements MonotonicClock {

    private final String boot;
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(10).toNanos());

    public ManualClock(String boot) {
        this.boot = boot;
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public String boot() {
        return boot;
    }
}

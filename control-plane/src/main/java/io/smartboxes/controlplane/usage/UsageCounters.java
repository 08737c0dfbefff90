package io.smartboxes.controlplane.usage;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** One running total for each {@link UsageCounter}. */
@Singleton
public final class UsageCounters {

    private final Map<UsageCounter, LongAdder> totals = new ConcurrentHashMap<>();

    UsageCounters() {}

    void increment(UsageCounter counter) {
        adder(counter).increment();
    }

    /** How often, since start. */
    public long total(UsageCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(UsageCounter counter) {
        return totals.computeIfAbsent(counter, key -> new LongAdder());
    }
}

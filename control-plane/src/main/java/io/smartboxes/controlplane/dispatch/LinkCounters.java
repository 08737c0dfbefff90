package io.smartboxes.controlplane.dispatch;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One running total for each {@link LinkCounter}. */
@Singleton
public final class LinkCounters {

    private final Map<LinkCounter, LongAdder> totals = new EnumMap<>(LinkCounter.class);

    LinkCounters() {
        for (LinkCounter counter : LinkCounter.values()) {
            totals.put(counter, new LongAdder());
        }
    }

    void increment(LinkCounter counter) {
        add(counter, 1);
    }

    void add(LinkCounter counter, long times) {
        adder(counter).add(times);
    }

    /** How often, since start. */
    public long total(LinkCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(LinkCounter counter) {
        LongAdder adder = totals.get(counter);
        if (adder == null) {
            throw new IllegalStateException("every counter has its total");
        }
        return adder;
    }
}

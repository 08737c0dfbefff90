package io.smartboxes.agent.runtime.gvisor;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the host write to its disk what boxes wrote, as they write it. Left to itself the kernel gathers a tenth of the host's memory
 * first, and then writes it all at once: a box that fills its disk held up its neighbours' commands for tenths of a second.
 */
final class EarlyWriteback implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyWriteback.class);

    /** A fast disk takes some tens of MB in this time. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Supplier<Collection<RunningBox>> boxes;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("early-writeback").factory());
    private boolean troubled;

    private EarlyWriteback(Supplier<Collection<RunningBox>> boxes) {
        this.boxes = boxes;
    }

    /** Goes on until it is closed. */
    static EarlyWriteback start(Supplier<Collection<RunningBox>> boxes) {
        var writeback = new EarlyWriteback(boxes);
        writeback.rounds.scheduleWithFixedDelay(
                writeback::round, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        return writeback;
    }

    private void round() {
        try {
            boxes.get().forEach(RunningBox::startWriting);
            troubled = false;
        } catch (RuntimeException e) {
            if (!troubled) {
                LOG.warn("What boxes write is left to the kernel: {}", e.toString());
            }
            troubled = true;
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}

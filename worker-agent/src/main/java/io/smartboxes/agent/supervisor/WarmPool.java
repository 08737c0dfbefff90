package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Durability;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalEntry;
import io.smartboxes.agent.journal.WarmLine;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.step.AgentStep;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boxes that run and belong to nobody. Every box is booted here; one that comes up goes to whoever has waited longest, else
 * on the shelf. What has once been handed out never comes back, unless it was never told whose it would have been.
 *
 * <p>Guarded by its own monitor; boots, destroys and the journal are never waited for inside it.
 */
final class WarmPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FAILED_REFILL_PAUSE = Duration.ofSeconds(5);

    /** A box for one sandbox; warm when it stood on the shelf. */
    record Taken(Box box, boolean warm) {}

    private static final class Shelf {
        private final TemplateBuild template;
        private final Deque<Box> boxes = new ArrayDeque<>();
        private final Deque<CompletableFuture<Taken>> waiting = new ArrayDeque<>();
        private Demand demand;
        private int booting;

        Shelf(TemplateBuild template, long now) {
            this.template = template;
            this.demand = new Demand(0, now);
        }
    }

    private final SandboxRuntime runtime;
    private final Journal journal;
    private final MonotonicClock clock;
    private final Timers timers;
    private final PoolLimits limits;
    private final Supplier<Collection<TemplateBuild>> hosted;
    private final LongSupplier memoryMibFree;

    private final Map<String, Shelf> shelves = new HashMap<>();
    private int booting;
    private long refillNotBefore;
    private boolean open;

    /**
     * @param hosted the builds that deserve a shelf now; boxes of others are let go
     * @param memoryMibFree memory that no sandbox was promised
     */
    WarmPool(
            SandboxRuntime runtime,
            Journal journal,
            MonotonicClock clock,
            Timers timers,
            PoolLimits limits,
            Supplier<Collection<TemplateBuild>> hosted,
            LongSupplier memoryMibFree) {
        this.runtime = runtime;
        this.journal = journal;
        this.clock = clock;
        this.timers = timers;
        this.limits = limits;
        this.hosted = hosted;
        this.memoryMibFree = memoryMibFree;
        this.refillNotBefore = clock.nanos();
    }

    /** Begins to fill the shelves. Not before the runtime's sweep is over: it would take a booting box for a leftover. */
    void open() {
        synchronized (this) {
            open = true;
        }
        tend();
        var unused = timers.every(TICK, this::tend);
    }

    /** Puts a box on the shelf that an earlier agent had put there. */
    void adopt(Box box) {
        place(box);
    }

    /** Asks for a box. First come, first served; cancel the result to leave the queue. */
    CompletableFuture<Taken> take(TemplateBuild template) {
        var taken = new CompletableFuture<Taken>();
        Optional<Box> warm;
        synchronized (this) {
            long now = clock.nanos();
            Shelf shelf = shelf(template);
            shelf.demand = shelf.demand.plusOne(now);
            refillNotBefore = now + limits.refillDelay().toNanos();
            warm = Optional.ofNullable(shelf.boxes.poll());
            if (warm.isEmpty()) {
                shelf.waiting.add(taken);
                bootForWaiting();
            }
        }
        warm.ifPresent(box -> taken.complete(new Taken(box, true)));
        var unused = timers.after(limits.refillDelay(), this::tend);
        return taken;
    }

    /** Takes back a box that was handed out and never told whose it is. */
    void giveBack(Box box) {
        place(box);
    }

    /** Warm boxes on the shelves now. */
    synchronized int warm() {
        return shelves.values().stream().mapToInt(shelf -> shelf.boxes.size()).sum();
    }

    /** Evens out shelves and demand: boots what is missing, lets go what is too much. */
    private void tend() {
        List<Box> surplus = new ArrayList<>();
        synchronized (this) {
            if (!open) {
                return;
            }
            Collection<TemplateBuild> builds = hosted.get();
            builds.forEach(this::shelf);
            for (Shelf shelf : shelves.values()) {
                int size = builds.contains(shelf.template) ? shelf.demand.poolSize(clock.nanos(), limits) : 0;
                if (shelf.boxes.size() > size) {
                    surplus.add(shelf.boxes.removeLast());
                }
            }
            makeWay(surplus);
            shelves.values()
                    .removeIf(shelf -> !builds.contains(shelf.template)
                            && shelf.boxes.isEmpty()
                            && shelf.waiting.isEmpty()
                            && shelf.booting == 0);
            bootForWaiting();
            refill(builds);
        }
        surplus.forEach(this::letGo);
    }

    /** Warm boxes hold memory only as long as no sandbox was promised it. */
    private void makeWay(List<Box> surplus) {
        long missing = warmMib() - memoryMibFree.getAsLong();
        for (Shelf shelf : shelves.values()) {
            while (missing > 0 && !shelf.boxes.isEmpty()) {
                surplus.add(shelf.boxes.removeLast());
                missing -= shelf.template.memoryMib();
            }
        }
    }

    private long warmMib() {
        return shelves.values().stream()
                .mapToLong(shelf -> (shelf.boxes.size() + spareBoots(shelf)) * shelf.template.memoryMib())
                .sum();
    }

    /** Boots that nobody waits for: whoever waits has been promised his memory already. */
    private static long spareBoots(Shelf shelf) {
        return Math.max(0, shelf.booting - shelf.waiting.size());
    }

    private void bootForWaiting() {
        for (Shelf shelf : shelves.values()) {
            while (open && booting < limits.bootsMax() && shelf.waiting.size() > shelf.booting) {
                boot(shelf);
            }
        }
    }

    private void refill(Collection<TemplateBuild> builds) {
        if (clock.nanos() - refillNotBefore < 0) {
            return;
        }
        for (Shelf shelf : shelves.values()) {
            boolean wanted = builds.contains(shelf.template)
                    && shelf.boxes.size() + shelf.booting < shelf.demand.poolSize(clock.nanos(), limits);
            boolean fits = warmMib() + shelf.template.memoryMib() <= memoryMibFree.getAsLong();
            if (wanted && fits && booting < limits.refillsMax()) {
                boot(shelf);
            }
        }
    }

    private void boot(Shelf shelf) {
        booting++;
        shelf.booting++;
        Thread.ofVirtual().name("boot-" + shelf.template.name()).start(() -> bootOne(shelf));
    }

    private void bootOne(Shelf shelf) {
        RuntimeId id = RuntimeId.random(RANDOM);
        long began = clock.nanos();
        try {
            Box box = runtime.boot(id, shelf.template);
            AgentStep.POOL_BOX_BOOTED.reach();
            LOG.info(
                    "event=box-booted runtimeId={} template={} tookMillis={}",
                    id,
                    shelf.template.name(),
                    Duration.ofNanos(clock.nanos() - began).toMillis());
            booted(shelf);
            // In no hurry: a box that the journal does not name is swept at the next start.
            var unused = journal.write(
                    AgentStep.POOL_BOX_JOURNALED,
                    Durability.RELAXED,
                    new JournalEntry.WarmAdded(new WarmLine(id, shelf.template, clock.boot())));
            place(box);
        } catch (RuntimeFailureException failure) {
            LOG.warn(
                    "event=boot-failed runtimeId={} template={} code={} message=\"{}\"",
                    id,
                    shelf.template.name(),
                    failure.code(),
                    failure.getMessage());
            bootFailed(shelf, failure);
        }
        tend();
    }

    private synchronized void booted(Shelf shelf) {
        booting--;
        shelf.booting--;
    }

    private void bootFailed(Shelf shelf, RuntimeFailureException failure) {
        Optional<CompletableFuture<Taken>> unlucky;
        synchronized (this) {
            booting--;
            shelf.booting--;
            unlucky = Optional.ofNullable(shelf.waiting.poll());
            refillNotBefore = clock.nanos() + FAILED_REFILL_PAUSE.toNanos();
        }
        unlucky.ifPresent(waiting -> waiting.completeExceptionally(failure));
    }

    /** To whoever has waited longest, else on the shelf. */
    private void place(Box box) {
        synchronized (this) {
            Shelf shelf = shelf(box.template());
            for (var next = shelf.waiting.poll(); next != null; next = shelf.waiting.poll()) {
                // False when whoever waited has gone.
                if (next.complete(new Taken(box, false))) {
                    return;
                }
            }
            shelf.boxes.add(box);
        }
        var unused = box.exit().thenRun(() -> diedOnShelf(box));
    }

    private void diedOnShelf(Box box) {
        boolean wasThere;
        synchronized (this) {
            wasThere = shelf(box.template()).boxes.remove(box);
        }
        if (wasThere) {
            LOG.warn(
                    "event=warm-box-died runtimeId={} template={}",
                    box.id(),
                    box.template().name());
            letGo(box);
        }
    }

    private void letGo(Box box) {
        Thread.ofVirtual().name("let-go-" + box.id()).start(() -> {
            try {
                runtime.destroy(box.id());
                AgentStep.POOL_BOX_DESTROYED.reach();
                var unused = journal.write(
                        AgentStep.POOL_BOX_FORGOTTEN, Durability.RELAXED, new JournalEntry.WarmRemoved(box.id()));
            } catch (RuntimeFailureException failure) {
                // Its line stays in the journal's list of boxes that the next start's sweep does not keep.
                LOG.warn("event=destroy-failed runtimeId={} message=\"{}\"", box.id(), failure.getMessage());
            }
        });
    }

    private Shelf shelf(TemplateBuild template) {
        return shelves.computeIfAbsent(template.build(), build -> new Shelf(template, clock.nanos()));
    }

    /** Boots nothing more. What is on the shelves stays for the next agent. */
    @Override
    public synchronized void close() {
        open = false;
    }
}

package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log of this worker: of the sandboxes that run, and of those that ended lately. */
public final class Logs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);

    /** Of all sandboxes together, as JSON. */
    private static final long BYTES_PER_SECOND = 4 << 20;

    /** A search looks through a whole log: few at once, so that sandboxes keep their processors. */
    private static final int READS_AT_ONCE = 2;

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(10);

    private final LogFolder folder;
    private final LogHost host;
    private final LogPace pace = new LogPace(BYTES_PER_SECOND);
    private final Map<SandboxId, Open> open = new ConcurrentHashMap<>();
    private final Semaphore reads = new Semaphore(READS_AT_ONCE);
    private final Thread looking;

    private record Open(SandboxLog log, LogFollower follower) {}

    /** @throws IOException when the directory cannot be made */
    public Logs(Path directory, LogLimits limits, LogHost host, InstantSource clock) throws IOException {
        this.folder = new LogFolder(directory, limits, clock);
        this.host = host;
        this.looking = Thread.ofVirtual().name("logs-looking").unstarted(this::lookOnAndOn);
    }

    /** Begins to take away what is old. Call when it is known which sandboxes are held. */
    public void start() {
        if (!folder.limits().isOff()) {
            looking.start();
        }
    }

    /** A sandbox runs under a lease: it was started, or is taken back from an earlier agent. */
    public void runs(SandboxId id, long epoch, boolean isNew) {
        if (folder.limits().isOff()) {
            return;
        }
        Open there = open.get(id);
        SandboxLog log = there == null ? SandboxLog.open(folder, id) : there.log();
        if (isNew) {
            log.say(epoch, LogLevel.INFO, "Sandbox started.");
        }
        var now = new Open(log, new LogFollower(id, epoch, log, host, pace));
        open.put(id, now);
        now.follower().start();
        if (host.find(id).isEmpty() && open.remove(id, now)) {
            // It is ending already, and that was told before this.
            now.follower().stop();
        }
    }

    /**
     * A sandbox is about to lose its box. Takes a moment at most.
     *
     * @param last where its guest can still be asked
     * @param isExpected somebody asked for it, or its time was over
     */
    public void ending(SandboxId id, long epoch, Optional<LogHost.Place> last, boolean isExpected, String why) {
        if (folder.limits().isOff()) {
            return;
        }
        Open there = open.get(id);
        if (there != null) {
            there.follower().stop();
            last.ifPresent(there.follower()::finish);
        }
        SandboxLog log = there == null ? SandboxLog.open(folder, id) : there.log();
        log.say(epoch, isExpected ? LogLevel.INFO : LogLevel.ERROR, "Sandbox ended: " + why);
        log.end();
        if (there != null) {
            open.remove(id, there);
        }
    }

    /**
     * A page of a sandbox's log; empty when there is none here, or not any more. Blocks, also to wait for lines.
     *
     * @throws IOException when the log cannot be read
     */
    public Optional<LogPage> read(SandboxId id, LogQuery query) throws IOException, InterruptedException {
        LogPage page = readOnce(id, query);
        Open there = open.get(id);
        if (page != null && page.lines().isEmpty() && !query.backward() && query.waitMillis() > 0 && there != null) {
            long wait = Math.min(query.waitMillis(), WAIT_MAX.toMillis());
            there.log().awaitBeyond(page.next(), System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait));
            page = readOnce(id, query);
        }
        return Optional.ofNullable(page);
    }

    private @Nullable LogPage readOnce(SandboxId id, LogQuery query) throws IOException, InterruptedException {
        reads.acquire();
        Open there = open.get(id);
        try (var reader = there == null
                ? new LogReader(List.of(folder.older(id), folder.current(id)))
                : there.log().read()) {
            return new LogPager(reader, query).read(there == null && !host.isHeld(id));
        } catch (NoSuchFileException none) {
            return host.isHeld(id) ? new LogPage(List.of(), query.beyond(), false, 0, false) : null;
        } finally {
            reads.release();
        }
    }

    private void lookOnAndOn() {
        try {
            long purgeAt = System.nanoTime();
            while (true) {
                folder.lookAtDisk();
                if (folder.isCrowded() || System.nanoTime() - purgeAt >= 0) {
                    purgeAt = System.nanoTime() + PURGE_EVERY.toNanos();
                    purge();
                }
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    void purge() {
        try {
            folder.purge(id -> open.containsKey(id) || host.isHeld(id));
        } catch (IOException failure) {
            LOG.warn("event=logs-purge-failed message=\"{}\"", failure.getMessage());
        }
    }

    /** Follows no sandbox any more; they go on for the next agent. */
    @Override
    public void close() {
        looking.interrupt();
        open.values().forEach(each -> each.follower().stop());
    }
}

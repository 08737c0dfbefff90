package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the lines of one box to its sandbox's log, from where the log stands, for as long as the box runs. */
final class LogFollower {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    /** A sandbox's first command is not to share its processors with this; the guest keeps what is written meanwhile. */
    private static final Duration BEGIN_AFTER = Duration.ofSeconds(1);

    private static final Duration AGAIN_AFTER_MAX = Duration.ofSeconds(30);

    /** How long a box's end may wait for its last lines. */
    private static final int LAST_LINES_MILLIS = 250;

    private final SandboxId id;
    private final long epoch;
    private final SandboxLog log;
    private final LogHost host;
    private final LogPace pace;
    private final Thread thread;
    private volatile @Nullable GuestLines open;
    private volatile boolean isStopped;

    LogFollower(SandboxId id, long epoch, SandboxLog log, LogHost host, LogPace pace) {
        this.id = id;
        this.epoch = epoch;
        this.log = log;
        this.host = host;
        this.pace = pace;
        this.thread = Thread.ofVirtual().name("log-follower").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = BEGIN_AFTER;
        try {
            while (!isStopped) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                Optional<LogHost.Place> place = host.find(id).filter(at -> at.epoch() == epoch);
                if (place.isEmpty() || place.get().accessToken().isEmpty()) {
                    pause = BEGIN_AFTER;
                    continue;
                }
                boolean didCopy = copy(place.get());
                Duration doubled = pause.multipliedBy(2);
                pause = didCopy ? BEGIN_AFTER : doubled.compareTo(AGAIN_AFTER_MAX) > 0 ? AGAIN_AFTER_MAX : doubled;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean copy(LogHost.Place at) throws InterruptedException {
        boolean didCopy = false;
        try (var lines = GuestLines.follow(at, log.guestNumber(epoch) + 1)) {
            open = lines;
            while (!isStopped) {
                GuestLines.Batch batch = lines.next();
                log.copy(epoch, batch.lines());
                didCopy = true;
                pace.take(batch.bytes());
            }
        } catch (IOException over) {
            LOG.debug("event=log-follow-ended sandboxId={} message=\"{}\"", id, over.getMessage());
        } finally {
            open = null;
        }
        return didCopy;
    }

    /** Copies no more; the box goes on. */
    void stop() {
        isStopped = true;
        thread.interrupt();
        GuestLines lines = open;
        if (lines != null) {
            lines.close();
        }
    }

    /** Copies what is there and then no more: the box is about to go. Takes a moment at most. */
    void finish(LogHost.Place at) {
        stop();
        if (at.accessToken().isEmpty()) {
            return;
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_LINES_MILLIS);
        try (var lines = GuestLines.once(at, log.guestNumber(epoch) + 1, LAST_LINES_MILLIS)) {
            while (System.nanoTime() < until) {
                log.copy(epoch, lines.next().lines());
            }
        } catch (IOException over) {
            LOG.debug("event=log-finished sandboxId={} message=\"{}\"", id, over.getMessage());
        }
    }
}

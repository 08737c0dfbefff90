package io.smartboxes.console.session;

import io.smartboxes.console.client.ApiClient;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.client.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What changes in one tenant, from one stream of the API to all tabs of a session. The stream is open while anybody listens.
 * When it breaks it goes on where it stopped, so that no listener misses a change; when that is not possible they hear
 * {@link FeedEvent.Reset}.
 */
public final class LiveFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final long RETRY_SECONDS = 2;

    /** A tab that navigates detaches before it attaches. */
    private static final long LINGER_SECONDS = 10;

    /** The API sends a comment every 15 seconds. */
    private static final long SILENCE_SECONDS_MAX = 40;

    private final ApiClient api;
    private final ApiHealth health;
    private final ScheduledExecutorService timers;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private @Nullable Thread reader;
    private @Nullable ScheduledFuture<?> farewell;
    private volatile @Nullable InputStream open;
    private volatile long heardNanos;
    private volatile boolean closed;

    LiveFeed(ApiClient api, ApiHealth health, ScheduledExecutorService timers) {
        this.api = api;
        this.health = health;
        this.timers = timers;
    }

    /** Hears on the feed's own thread and must not keep it. */
    public interface Listener {

        void heard(FeedEvent event);
    }

    /** Listens until the answer is closed. */
    public AutoCloseable listen(Listener listener) {
        listeners.add(listener);
        synchronized (this) {
            if (farewell != null) {
                farewell.cancel(false);
                farewell = null;
            }
            if (reader == null && !closed) {
                reader = Thread.ofVirtual().name("feed").start(this::read);
            }
        }
        return () -> leave(listener);
    }

    private void leave(Listener listener) {
        listeners.remove(listener);
        synchronized (this) {
            if (listeners.isEmpty() && !closed && farewell == null) {
                farewell = timers.schedule(this::stopIfAlone, LINGER_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private synchronized void stopIfAlone() {
        farewell = null;
        if (listeners.isEmpty()) {
            stop();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    boolean isOpen() {
        return open != null;
    }

    private synchronized void stop() {
        if (reader != null) {
            reader.interrupt();
            reader = null;
        }
        abandon(open);
    }

    private void read() {
        String last = null;
        var watch = timers.scheduleWithFixedDelay(this::endIfSilent, SILENCE_SECONDS_MAX, 5, TimeUnit.SECONDS);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                last = readOne(last);
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            }
        } catch (InterruptedException stopped) {
            // Nobody listens any more.
        } finally {
            watch.cancel(false);
        }
    }

    /** One stream, from its opening to its end; answers where to go on. */
    private @Nullable String readOne(@Nullable String after) {
        Map<String, String> headers = after == null
                ? Map.of("Accept", "text/event-stream")
                : Map.of("Accept", "text/event-stream", "Last-Event-ID", after);
        if (!(api.open("/v1/events", headers) instanceof Reply.Ok<InputStream>(var body))) {
            probe();
            return after;
        }
        String last = after;
        heardNanos = System.nanoTime();
        open = body;
        try (body) {
            var events = new EventParser(body, () -> heardNanos = System.nanoTime());
            for (var event = events.next(); event != null; event = events.next()) {
                last = event.id() == null ? last : event.id();
                // Whoever reads from the beginning has not loaded anything that could be older.
                if (!event.name().equals("ready") && !event.name().equals("end")) {
                    tell(event);
                }
            }
        } catch (IOException broken) {
            LOG.debug("event=feed-broken message=\"{}\"", broken.getMessage());
        } finally {
            open = null;
        }
        return last;
    }

    /** Who may not read the stream still learns when the API is back. */
    private void probe() {
        if (health.isAway()) {
            api.get("/v1/me", Object.class);
        }
    }

    private void tell(EventParser.Event event) {
        try {
            if (event.name().equals("reset")) {
                tell(new FeedEvent.Reset());
            } else {
                var now = Json.MAPPER.readTree(event.data());
                tell(new FeedEvent.Changed(event.name(), now.path("id").asString(""), now));
            }
        } catch (JacksonException unreadable) {
            LOG.warn("event=feed-unreadable kind={}", event.name());
        }
    }

    private void tell(FeedEvent event) {
        for (var listener : listeners) {
            try {
                listener.heard(event);
            } catch (RuntimeException failure) {
                LOG.warn("event=feed-listener-failed", failure);
            }
        }
    }

    private void endIfSilent() {
        if (System.nanoTime() - heardNanos > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS_MAX)) {
            abandon(open);
        }
    }

    private static void abandon(@Nullable InputStream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException gone) {
                LOG.debug("event=feed-closed message=\"{}\"", gone.getMessage());
            }
        }
    }
}

package io.smartboxes.controlplane.feed;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Authentication;
import io.smartboxes.controlplane.access.Credentials;
import io.smartboxes.controlplane.access.Principal;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Opens streams: the seam between a stream's blocking loop and the server that writes what it says. */
@Singleton
final class EventStreams {

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** A connection that takes nothing for so long is dead. */
    private static final long STALLED_SECONDS_MAX = 60;

    private static final int ROOM_MAX = 1 << 20;

    private final Subscriptions subscriptions;
    private final Authentication authentication;
    private final Replay replay;
    private final ChangedThings things;

    EventStreams(Subscriptions subscriptions, Authentication authentication, Replay replay, ChangedThings things) {
        this.subscriptions = subscriptions;
        this.authentication = authentication;
        this.replay = replay;
        this.things = things;
    }

    /**
     * A stream of everything that changes in the actor's tenant.
     *
     * @param lastEventId of the last event that was received, if any was
     */
    Publisher<byte[]> open(Actor actor, Credentials credentials, @Nullable String lastEventId) {
        var subscription = subscriptions.open(actor.tenantId(), holder(actor.principal()));
        var stream = new EventStream(subscription, credentials, authentication, replay, things);
        var after = lastEventId == null || lastEventId.isBlank() ? null : position(lastEventId);
        return Flux.create(sink -> serve(stream, after, subscription, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private void serve(
            EventStream stream, @Nullable FeedPosition after, Subscription subscription, FluxSink<byte[]> sink) {
        var outlet = new Connection(subscription, sink);
        Thread.ofVirtual().name("event-stream").start(() -> {
            try {
                stream.run(after, outlet);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                LOG.warn("an event stream of tenantId={} ends: {}", subscription.tenant(), failure.getMessage());
            } finally {
                subscriptions.close(subscription);
                sink.complete();
            }
        });
    }

    /**
     * The connection that a stream's events go to. A reader that leaves is not announced by an interrupt, for that would
     * close the database connection which the stream may be using.
     */
    private static final class Connection implements EventStream.Outlet {

        private final FluxSink<byte[]> sink;
        private final Semaphore room = new Semaphore(0);
        private volatile boolean open = true;

        Connection(Subscription subscription, FluxSink<byte[]> sink) {
            this.sink = sink;
            sink.onRequest(more ->
                    room.release((int) Math.min(more, ROOM_MAX - Math.min(ROOM_MAX, room.availablePermits()))));
            sink.onDispose(() -> {
                open = false;
                subscription.wake();
                room.release();
            });
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void send(byte[] bytes) throws InterruptedException {
            if (room.tryAcquire(STALLED_SECONDS_MAX, TimeUnit.SECONDS)) {
                sink.next(bytes);
            } else {
                open = false;
            }
        }
    }

    /** A text that we did not write is as good as one that is too old: the reader starts over. */
    private static FeedPosition position(String text) {
        try {
            return FeedPosition.parse(text);
        } catch (IllegalArgumentException malformed) {
            return FeedPosition.before(Long.MAX_VALUE);
        }
    }

    private static String holder(Principal principal) {
        return switch (principal) {
            case Principal.Key key -> key.id().toString();
            case Principal.Member member -> member.session().toString();
        };
    }
}

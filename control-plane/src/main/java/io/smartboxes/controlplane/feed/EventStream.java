package io.smartboxes.controlplane.feed;

import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Activity;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Authentication;
import io.smartboxes.controlplane.access.Credentials;
import io.smartboxes.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open stream, from its first event to its last: a plain loop on a thread of its own. */
final class EventStream {

    private static final long LOOK_MILLIS = 1000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Subscription subscription;
    private final Credentials credentials;
    private final Authentication authentication;
    private final Replay replay;
    private final ChangedThings things;

    /** Everything up to here was told. */
    private FeedPosition told = FeedPosition.before(0);

    private long heardNanos = System.nanoTime();

    EventStream(
            Subscription subscription,
            Credentials credentials,
            Authentication authentication,
            Replay replay,
            ChangedThings things) {
        this.subscription = subscription;
        this.credentials = credentials;
        this.authentication = authentication;
        this.replay = replay;
        this.things = things;
    }

    /** Where a stream's events go. */
    interface Outlet {

        /** False once the reader has gone. */
        boolean isOpen();

        /** Sends them when there is room; drops them when the reader has gone. */
        void send(byte[] bytes) throws InterruptedException;
    }

    /** Runs until the reader goes away or must not read on. */
    void run(@Nullable FeedPosition after, Outlet outlet) throws InterruptedException {
        begin(after, outlet);
        while (outlet.isOpen()) {
            var changes = subscription.take(LOOK_MILLIS).stream()
                    .filter(change -> change.position().compareTo(told) > 0)
                    .toList();
            Actor actor;
            try {
                actor = actor();
            } catch (ProblemException ended) {
                send(
                        outlet,
                        EventText.of("end", told, "{\"code\":\"" + ended.type().slug() + "\"}"));
                return;
            }
            if (subscription.takeOverflow()) {
                startOver("reset", outlet);
            } else {
                tell(actor, changes, outlet);
            }
            if (System.nanoTime() - heardNanos > HEARTBEAT.toNanos()) {
                send(outlet, EventText.HEARTBEAT);
            }
        }
    }

    private void begin(@Nullable FeedPosition after, Outlet outlet) throws InterruptedException {
        if (after == null) {
            startOver("ready", outlet);
            return;
        }
        var missed = replay.since(subscription.tenant(), after);
        if (missed.isEmpty()) {
            startOver("reset", outlet);
            return;
        }
        told = after;
        send(outlet, EventText.of("ready", told, "{}"));
        tell(actor(), missed.get(), outlet);
    }

    /** The reader loads everything anew; what changes from here on, it is told. */
    private void startOver(String event, Outlet outlet) throws InterruptedException {
        told = replay.end(subscription.tenant());
        send(outlet, EventText.of(event, told, "{}"));
        // What was written before this stream subscribed and settled after comes from the log.
        tell(actor(), replay.since(subscription.tenant(), told).orElse(List.of()), outlet);
    }

    private void tell(Actor actor, List<Change> changes, Outlet outlet) throws InterruptedException {
        if (changes.isEmpty()) {
            return;
        }
        for (var event : things.tell(actor, changes)) {
            send(outlet, event);
        }
        told = changes.getLast().position();
    }

    /** Who reads, if that somebody still may. */
    private Actor actor() {
        var actor = authentication.actor(credentials, Activity.BACKGROUND);
        actor.require(Action.SANDBOX_READ);
        if (!actor.tenantId().equals(subscription.tenant())) {
            throw new IllegalStateException("the credentials have come to mean another tenant");
        }
        return actor;
    }

    private void send(Outlet outlet, byte[] bytes) throws InterruptedException {
        outlet.send(bytes);
        heardNanos = System.nanoTime();
    }
}

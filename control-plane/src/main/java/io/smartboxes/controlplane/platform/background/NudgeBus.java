package io.smartboxes.controlplane.platform.background;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that something has changed: at once in this replica, through PostgreSQL's NOTIFY in the others.
 *
 * <p>A nudge is a hint. It is published after the commit, carries no data and may be lost; whoever listens also looks at
 * the database on a timer. So nothing waits for NOTIFY, and NOTIFY never takes its lock inside a caller's transaction.
 */
@Singleton
public final class NudgeBus {

    /** Nudges for other replicas that wait to be sent; past this many they are dropped, and timers do the work. */
    private static final int OUTBOUND_MAX = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(NudgeBus.class);

    private final String replica;
    private final boolean enabled;
    private final Map<String, List<NudgeListener>> listeners = new ConcurrentHashMap<>();
    private final BlockingQueue<Envelope> outbound = new LinkedBlockingQueue<>(OUTBOUND_MAX);

    NudgeBus(@Value("${smartboxes.replica-id}") String replica, NudgeConfig config) {
        // Two replicas with one name, or one restarted, must not take each other's nudges for their own.
        this.replica = replica + "/" + UUID.randomUUID();
        this.enabled = config.enabled();
    }

    /** Hears a topic for the life of the process. */
    public void subscribe(Topic topic, NudgeListener listener) {
        listeners
                .computeIfAbsent(topic.name(), name -> new CopyOnWriteArrayList<>())
                .add(listener);
    }

    /** Wakes whoever listens, here and on the other replicas. Call it after the commit. */
    public void publish(Topic topic, String subject) {
        if (!enabled) {
            return;
        }
        deliver(topic.name(), subject);
        boolean unused = outbound.offer(new Envelope(replica, topic.name(), subject));
    }

    BlockingQueue<Envelope> outbound() {
        return outbound;
    }

    void received(Envelope envelope) {
        if (enabled && !envelope.sender().equals(replica)) {
            deliver(envelope.topic(), envelope.subject());
        }
    }

    void missed() {
        listeners.values().forEach(heard -> heard.forEach(NudgeListener::missed));
    }

    private void deliver(String topic, String subject) {
        for (var listener : listeners.getOrDefault(topic, List.of())) {
            try {
                listener.nudged(subject);
            } catch (RuntimeException failure) {
                LOG.warn("a listener of {} failed; its timer does the work", topic, failure);
            }
        }
    }

    /** A nudge on its way between replicas. */
    record Envelope(String sender, String topic, String subject) {

        static Envelope parse(String text) {
            var parts = text.split("\\|", 3);
            return new Envelope(parts[0], parts[1], parts[2]);
        }

        @Override
        public String toString() {
            return sender + "|" + topic + "|" + subject;
        }
    }
}

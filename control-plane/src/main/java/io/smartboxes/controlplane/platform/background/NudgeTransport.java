package io.smartboxes.controlplane.platform.background;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries nudges between replicas: one connection sends them in batches, one listens; both come back by themselves. It begins
 * once everything is there: a start that fails leaves nothing behind that would go on for ever.
 */
@Singleton
final class NudgeTransport implements ApplicationEventListener<StartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(NudgeTransport.class);
    private static final String CHANNEL = "smartboxes_nudge";
    private static final int BATCH_MAX = 500;
    private static final int LISTEN_MILLIS = 500;
    private static final long RECONNECT_MILLIS = 1000;

    private final NudgeBus bus;
    private final NudgeConnection connections;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();

    NudgeTransport(NudgeBus bus, NudgeConnection connections) {
        this.bus = bus;
        this.connections = connections;
    }

    @Override
    public void onApplicationEvent(StartupEvent started) {
        threads = List.of(
                Thread.ofVirtual().name("nudge-sender").start(() -> keepOpen(this::send)),
                Thread.ofVirtual().name("nudge-listener").start(() -> keepOpen(this::listen)));
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
        threads.forEach(Thread::interrupt);
    }

    private boolean running() {
        return stopped.getCount() > 0;
    }

    private void keepOpen(Exchange exchange) {
        while (running()) {
            try (var connection = connections.open()) {
                exchange.over(connection);
            } catch (SQLException | RuntimeException | AssertionError failure) {
                // The driver asserts, where assertions are on, that no batch loses its connection half-way. It may.
                if (running()) {
                    LOG.warn("no connection for nudges, trying again: {}", failure.toString());
                    pause();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pause() {
        try {
            boolean unused = stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Connection connection) throws SQLException, InterruptedException {
        try (var statement = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            while (running()) {
                var batch = new ArrayList<NudgeBus.Envelope>();
                batch.add(bus.outbound().take());
                bus.outbound().drainTo(batch, BATCH_MAX);
                for (var text : batch.stream().map(Object::toString).distinct().toList()) {
                    statement.setString(1, text);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        bus.missed();
        var notifications = connection.unwrap(PGConnection.class);
        while (running()) {
            for (var notification : notifications.getNotifications(LISTEN_MILLIS)) {
                bus.received(NudgeBus.Envelope.parse(notification.getParameter()));
            }
        }
    }

    private interface Exchange {
        void over(Connection connection) throws SQLException, InterruptedException;
    }
}

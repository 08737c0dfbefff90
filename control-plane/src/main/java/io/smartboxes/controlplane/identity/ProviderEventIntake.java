package io.smartboxes.controlplane.identity;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what people did at the provider into the audit log, exactly once: an event's id is kept until the provider has long
 * forgotten it, and the transaction that writes it down settles it. Somebody's events wait for their account, which their
 * first call makes. Any number of replicas may do it at once.
 */
@Singleton
class ProviderEventIntake {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderEventIntake.class);

    /** Events become visible with their transaction at the provider, so a later one may be seen first. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    /** Longer than our realms keep events, so that a forgotten one is not met again. */
    private static final Duration KEPT = Duration.ofDays(8);

    private static final int BATCH = 100;

    private final ProviderLog log;
    private final String issuer;
    private final SystemDatabase database;
    private final ProviderEventRepository events;
    private final AuditTrail audit;
    private final InstantSource clock;
    private boolean away;

    /** Of all that was read, also what concerns nobody: failures under names that do not exist are not read again and again. */
    private volatile @Nullable Instant seen;

    ProviderEventIntake(
            ProviderLog log,
            OidcConfig config,
            SystemDatabase database,
            ProviderEventRepository events,
            AuditTrail audit,
            InstantSource clock) {
        this.log = log;
        this.issuer = String.valueOf(config.issuer());
        this.database = database;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "3s")
    void pass() {
        if (!log.isOn()) {
            return;
        }
        try {
            pull();
            say(null);
        } catch (IOException | RuntimeException failure) {
            say(failure);
        }
        try {
            settle();
            forget();
        } catch (RuntimeException failure) {
            LOG.warn("sign-ins are written down in the next round: {}", failure.getMessage());
        }
    }

    void pull() throws IOException {
        Instant now = clock.instant();
        var since = Stream.concat(
                        database.transaction(statements -> events.newest(statements, issuer)).stream(),
                        Stream.ofNullable(seen))
                // A clock that was ahead for a while would hide what came after it was set right.
                .map(at -> at.isAfter(now) ? now : at)
                .max(Comparator.naturalOrder())
                .map(at -> at.minus(OVERLAP))
                .orElseGet(() -> now.minus(KEPT));
        int first = 0;
        int read;
        do {
            var page = log.read(since, first);
            boolean unused = database.transaction(statements -> {
                page.events().stream()
                        .filter(ProviderEvent::concernsSomebody)
                        .forEach(event -> events.insert(statements, issuer, event));
                return true;
            });
            read = page.told();
            if (!page.events().isEmpty()) {
                seen = page.events().getLast().at();
            }
            first += read;
        } while (read == ProviderLog.PAGE);
    }

    void settle() {
        int settled;
        do {
            settled = database.transaction(this::settleSome);
        } while (settled == BATCH);
    }

    private int settleSome(Statements statements) {
        var due = events.due(statements, BATCH);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (var event : due) {
            audit.appendOfProvider(
                    statements,
                    event.user(),
                    ProviderEvent.action(event.type()),
                    event.at(),
                    event.address(),
                    event.error());
            events.settle(statements, event, now);
        }
        return due.size();
    }

    private void forget() {
        boolean unused = database.transaction(statements -> {
            events.forget(statements, clock.instant().minus(KEPT), BATCH);
            return true;
        });
    }

    /** Once, and not every five seconds while the provider starts or is gone. */
    private void say(@Nullable Exception failure) {
        if (away != (failure != null)) {
            away = failure != null;
            LOG.info("the provider's events {}", away ? "cannot be read for now: " + failure.getMessage() : "are read");
        }
    }
}

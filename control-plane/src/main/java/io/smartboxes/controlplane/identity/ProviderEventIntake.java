package io.smartboxes.controlplane.identity;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what people did at the provider into the audit log, exactly once: an event's id is kept until the provider has long
 * forgotten it, and the transaction that writes it down settles it. Somebody's events wait for their account, which their
 * first call makes; staff's do not, for they have none. Any number of replicas may do it at once.
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
    private final List<Source> sources;
    private final SystemDatabase database;
    private final ProviderEventRepository events;
    private final AuditTrail audit;
    private final InstantSource clock;

    ProviderEventIntake(
            ProviderLog log,
            OidcConfig oidc,
            ProviderEventsConfig customers,
            StaffConfig staff,
            StaffEventsConfig ofStaff,
            SystemDatabase database,
            ProviderEventRepository events,
            AuditTrail audit,
            InstantSource clock) {
        this.log = log;
        this.sources = Stream.of(ProviderRealm.of(oidc.issuer(), customers), ProviderRealm.of(staff.issuer(), ofStaff))
                .flatMap(Optional::stream)
                .map(Source::new)
                .toList();
        this.database = database;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** One realm, and how far it was read. */
    private static final class Source {
        private final ProviderRealm realm;
        private boolean away;

        /** Of all that was read, also what concerns nobody: failures under names that do not exist are not read again and again. */
        private volatile @Nullable Instant seen;

        private Source(ProviderRealm realm) {
            this.realm = realm;
        }

        private String issuer() {
            return realm.issuer().toString();
        }
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "3s")
    void pass() {
        if (sources.isEmpty()) {
            return;
        }
        for (Source source : sources) {
            try {
                pull(source);
                say(source, null);
            } catch (IOException | RuntimeException failure) {
                say(source, failure);
            }
        }
        try {
            settle();
            forget();
        } catch (RuntimeException failure) {
            LOG.warn("sign-ins are written down in the next round: {}", failure.getMessage());
        }
    }

    private void pull(Source source) throws IOException {
        Instant now = clock.instant();
        var since = Stream.concat(
                        database.transaction(statements -> events.newest(statements, source.issuer())).stream(),
                        Stream.ofNullable(source.seen))
                // A clock that was ahead for a while would hide what came after it was set right.
                .map(at -> at.isAfter(now) ? now : at)
                .max(Comparator.naturalOrder())
                .map(at -> at.minus(OVERLAP))
                .orElseGet(() -> now.minus(KEPT));
        int first = 0;
        int read;
        do {
            var page = log.read(source.realm, since, first);
            boolean unused = database.transaction(statements -> {
                page.events().stream()
                        .filter(ProviderEvent::concernsSomebody)
                        .forEach(event -> events.insert(statements, source.issuer(), event));
                return true;
            });
            read = page.told();
            if (!page.events().isEmpty()) {
                source.seen = page.events().getLast().at();
            }
            first += read;
        } while (read == ProviderLog.PAGE);
    }

    private void settle() {
        int settled;
        do {
            settled = database.transaction(this::settleSome);
        } while (settled == BATCH);
    }

    private int settleSome(Statements statements) {
        var due = new ArrayList<>(events.dueOfCustomers(statements, BATCH));
        for (Source source : sources) {
            if (source.realm.staff() && due.size() < BATCH) {
                due.addAll(events.dueOfStaff(statements, source.issuer(), BATCH - due.size()));
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (var event : due) {
            writeDown(statements, event);
            events.settle(statements, event, now);
        }
        return due.size();
    }

    private void writeDown(Statements statements, ProviderEventRepository.Due event) {
        var action = ProviderEvent.action(event.type());
        if (event.user().isPresent()) {
            audit.appendOfProvider(statements, event.user().get(), action, event.at(), event.address(), event.error());
        } else {
            // The name is what their tokens say too, and what the rest of the staff's log knows them by.
            var staff = AuditActor.ofStaff(event.name() == null ? event.subject() : event.name());
            audit.appendOfProvider(statements, staff, action, event.at(), event.address(), event.error());
        }
    }

    private void forget() {
        boolean unused = database.transaction(statements -> {
            events.forget(statements, clock.instant().minus(KEPT), BATCH);
            return true;
        });
    }

    /** Once, and not every five seconds while the provider starts or is gone. */
    private static void say(Source source, @Nullable Exception failure) {
        if (source.away != (failure != null)) {
            source.away = failure != null;
            LOG.info(
                    "the events of {} {}",
                    source.issuer(),
                    source.away ? "cannot be read for now: " + failure.getMessage() : "are read");
        }
    }
}

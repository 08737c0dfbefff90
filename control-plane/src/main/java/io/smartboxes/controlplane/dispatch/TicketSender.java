package io.smartboxes.controlplane.dispatch;

import com.google.protobuf.ByteString;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.GrantTicket;
import io.smartboxes.workerlink.RevokeTicket;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reconciler: workers are told of tickets for terminals that they do not have yet, and of those whose holders have lost the
 * right to them, until they say that they know.
 */
@Singleton
final class TicketSender {

    /** More than are due at once; the rest wait for a later pass. */
    private static final int DUE_MAX = 5_000;

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final SystemDatabase database;
    private final TicketRows tickets;
    private final LinkSessions sessions;
    private final LinkConfig config;
    private final LinkCounters counters;
    private final InstantSource clock;
    private final Map<TerminalTicketId, Told> told = new HashMap<>();
    private Instant forgottenAt = Instant.EPOCH;

    TicketSender(
            SystemDatabase database,
            TicketRows tickets,
            LinkSessions sessions,
            LinkConfig config,
            LinkCounters counters,
            InstantSource clock) {
        this.database = database;
        this.tickets = tickets;
        this.sessions = sessions;
        this.config = config;
        this.counters = counters;
        this.clock = clock;
    }

    /** @param by whom; another stream of the same worker is told anew */
    private record Told(LinkSession by, boolean revoked, long atNanos) {}

    /** Tells all that is due. */
    void pass() {
        Map<WorkerId, LinkSession> live =
                sessions.live().stream().collect(Collectors.toMap(LinkSession::worker, Function.identity()));
        Instant now = clock.instant();
        List<DueTicket> due = database.transaction(statements -> {
            if (Duration.between(forgottenAt, now).compareTo(FORGET_EVERY) > 0) {
                tickets.forget(statements, now);
            }
            return live.isEmpty() ? List.of() : tickets.due(statements, live.keySet(), now, DUE_MAX);
        });
        forgottenAt = Duration.between(forgottenAt, now).compareTo(FORGET_EVERY) > 0 ? now : forgottenAt;
        told.keySet().retainAll(due.stream().map(DueTicket::id).collect(Collectors.toSet()));
        for (DueTicket ticket : due) {
            LinkSession session = live.get(ticket.worker());
            if (session != null && isNews(session, ticket)) {
                tell(session, ticket, now);
            }
        }
    }

    private boolean isNews(LinkSession session, DueTicket ticket) {
        Told last = told.get(ticket.id());
        return last == null
                || last.by() != session
                || last.revoked() != ticket.revoked()
                || System.nanoTime() - last.atNanos() >= config.resendAfter().toNanos();
    }

    private void tell(LinkSession session, DueTicket ticket, Instant now) {
        if (!session.isReady()) {
            counters.increment(LinkCounter.COMMANDS_HELD_BACK);
            return;
        }
        session.say(ticket.revoked() ? revoke(ticket) : grant(ticket, now));
        told.put(ticket.id(), new Told(session, ticket.revoked(), System.nanoTime()));
    }

    private static ToWorker grant(DueTicket ticket, Instant now) {
        var holder = ticket.holder();
        return ToWorker.newBuilder()
                .setGrantTicket(GrantTicket.newBuilder()
                        .setTicketId(ticket.id().toString())
                        .setSandboxId(ticket.sandbox().toString())
                        .setEpoch(ticket.epoch())
                        .setHash(ByteString.copyFrom(ticket.hash()))
                        .setTerminalId(ticket.terminal().toString())
                        .setNewTerminal(ticket.newTerminal())
                        .setTimeToLiveMillis(
                                Duration.between(now, ticket.expiresAt()).toMillis())
                        .setUserId(Objects.requireNonNullElse(holder.user(), ""))
                        .setSessionId(Objects.requireNonNullElse(holder.session(), ""))
                        .setApiKeyId(Objects.requireNonNullElse(holder.apiKey(), "")))
                .build();
    }

    private static ToWorker revoke(DueTicket ticket) {
        return ToWorker.newBuilder()
                .setRevokeTicket(RevokeTicket.newBuilder()
                        .setTicketId(ticket.id().toString())
                        .setSandboxId(ticket.sandbox().toString())
                        .setEpoch(ticket.epoch()))
                .build();
    }
}

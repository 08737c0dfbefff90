package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciler: every worker whose stream this replica holds is told what it has not yet reported done. Told again after a while,
 * and by every new stream, until the report is in the database.
 */
@Singleton
final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** More than one replica's workers have unsettled at once; past it the oldest come first and the rest wait for a later pass. */
    private static final int UNSETTLED_MAX = 20_000;

    private final SystemDatabase database;
    private final LeaseRepository leases;
    private final LinkSessions sessions;
    private final Commands commands;
    private final LinkConfig config;
    private final LinkCounters counters;

    Sender(
            SystemDatabase database,
            LeaseRepository leases,
            LinkSessions sessions,
            Commands commands,
            LinkConfig config,
            LinkCounters counters) {
        this.database = database;
        this.leases = leases;
        this.sessions = sessions;
        this.commands = commands;
        this.config = config;
        this.counters = counters;
    }

    /** Tells all that is due. */
    void pass() {
        Map<WorkerId, LinkSession> live =
                sessions.live().stream().collect(Collectors.toMap(LinkSession::worker, Function.identity()));
        if (live.isEmpty()) {
            return;
        }
        List<Unsettled> unsettled =
                database.transaction(statements -> leases.unsettled(statements, live.keySet(), UNSETTLED_MAX));
        Set<SandboxId> ids = unsettled.stream().map(Unsettled::id).collect(Collectors.toSet());
        live.values().forEach(session -> session.keepOnly(ids));
        for (Unsettled row : unsettled) {
            LinkSession session = live.get(row.worker());
            if (session != null) {
                tellIfDue(session, row);
            }
        }
    }

    private void tellIfDue(LinkSession session, Unsettled row) {
        long now = System.nanoTime();
        LinkSession.Due due = session.due(row, config.resendAfter(), now);
        if (due == LinkSession.Due.NOT_YET) {
            return;
        }
        if (!session.isReady()) {
            counters.increment(LinkCounter.COMMANDS_HELD_BACK);
            return;
        }
        if (due == LinkSession.Due.AGAIN) {
            counters.increment(LinkCounter.COMMANDS_RESENT);
        }
        ToWorker command;
        try {
            command = commands.of(row);
        } catch (IllegalStateException unreadable) {
            // One unreadable row must not keep all others from being told; this one expires.
            LOG.error("sandbox {} cannot be spelled out for its worker", row.id(), unreadable);
            return;
        }
        Failpoints.reach(beforeSend(row.due()));
        session.tell(row, command, now);
        Failpoints.reach(afterSend(row.due()));
    }

    private static DispatchFailpoint beforeSend(Unsettled.Command command) {
        return switch (command) {
            case START -> DispatchFailpoint.START_BEFORE_SEND;
            case STOP -> DispatchFailpoint.STOP_BEFORE_SEND;
            case SET_DEADLINE -> DispatchFailpoint.DEADLINE_BEFORE_SEND;
        };
    }

    private static DispatchFailpoint afterSend(Unsettled.Command command) {
        return switch (command) {
            case START -> DispatchFailpoint.START_AFTER_SEND;
            case STOP -> DispatchFailpoint.STOP_AFTER_SEND;
            case SET_DEADLINE -> DispatchFailpoint.DEADLINE_AFTER_SEND;
        };
    }
}

package io.smartboxes.controlplane.dispatch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.ReadLog;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes questions about logs on to the workers whose streams this replica holds: once by each stream, while somebody waits. */
@Singleton
final class LogSender {

    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);

    /** More than are open at once; the rest wait for a later pass. */
    private static final int OPEN_MAX = 5_000;

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final SystemDatabase database;
    private final LogRows logs;
    private final LinkSessions sessions;
    private final LinkCounters counters;
    private final InstantSource clock;
    private final Map<UUID, LinkSession> told = new HashMap<>();
    private Instant forgottenAt = Instant.EPOCH;

    LogSender(
            SystemDatabase database, LogRows logs, LinkSessions sessions, LinkCounters counters, InstantSource clock) {
        this.database = database;
        this.logs = logs;
        this.sessions = sessions;
        this.counters = counters;
        this.clock = clock;
    }

    void pass() {
        Map<WorkerId, LinkSession> live =
                sessions.live().stream().collect(Collectors.toMap(LinkSession::worker, Function.identity()));
        if (live.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        boolean isTimeToForget = Duration.between(forgottenAt, now).compareTo(FORGET_EVERY) > 0;
        List<LogRows.Open> open = database.transaction(statements -> {
            if (isTimeToForget) {
                logs.forget(statements, now);
            }
            return logs.open(statements, live.keySet(), OPEN_MAX);
        });
        forgottenAt = isTimeToForget ? now : forgottenAt;
        told.keySet().retainAll(open.stream().map(LogRows.Open::id).collect(Collectors.toSet()));
        for (LogRows.Open question : open) {
            LinkSession session = live.get(question.worker());
            if (session != null && told.get(question.id()) != session) {
                tell(session, question);
            }
        }
    }

    private void tell(LinkSession session, LogRows.Open question) {
        if (!session.isReady()) {
            counters.increment(LinkCounter.COMMANDS_HELD_BACK);
            return;
        }
        try {
            session.say(ToWorker.newBuilder()
                    .setReadLog(ReadLog.parseFrom(question.question()))
                    .build());
        } catch (InvalidProtocolBufferException impossible) {
            LOG.warn("a question about a log is none", impossible);
        }
        told.put(question.id(), session);
    }
}

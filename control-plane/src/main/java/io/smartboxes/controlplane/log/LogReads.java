package io.smartboxes.controlplane.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smartboxes.controlplane.log.LogReadRepository.Subject;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.sandbox.NamedSandbox;
import io.smartboxes.controlplane.sandbox.SandboxProblems;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.ReadLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the worker that has a sandbox's log, or had the sandbox. */
@Singleton
class LogReads {

    /** How long workers keep a log after its sandbox's end, unless they are set otherwise. */
    static final Duration KEPT = Duration.ofHours(24);

    /** Of one tenant at this replica; most of them wait for lines. */
    static final int AT_ONCE_MAX = 50;

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final TenantDatabase database;
    private final LogReadRepository reads;
    private final LogWaiters waiters;
    private final NudgeBus nudges;
    private final InstantSource clock;
    private final Map<TenantId, Integer> atOnce = new ConcurrentHashMap<>();

    LogReads(
            TenantDatabase database,
            LogReadRepository reads,
            LogWaiters waiters,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.reads = reads;
        this.waiters = waiters;
        this.nudges = nudges;
        this.clock = clock;
    }

    /**
     * Some lines of a sandbox's log. Blocks, also to wait for lines if the question says so.
     *
     * @throws ProblemException when there is no such sandbox, or its worker does not answer
     */
    LogOutcome read(TenantId tenant, String sandbox, ReadLog.Builder question) {
        SandboxId id = NamedSandbox.require(sandbox);
        Subject subject = database.transaction(tenant, statements -> reads.subject(statements, tenant, id))
                .orElseThrow(() -> SandboxProblems.sandboxNotFound(sandbox));
        if (!subject.hasRun()) {
            return new LogOutcome.NotYet();
        }
        take(tenant);
        try {
            return ask(tenant, id, question).map(page -> outcome(id, page)).orElseGet(() -> unheard(id, subject));
        } finally {
            giveBack(tenant);
        }
    }

    private Optional<LogPage> ask(TenantId tenant, SandboxId sandbox, ReadLog.Builder question) {
        UUID id = UUID.randomUUID();
        byte[] asked = question.setRequestId(id.toString())
                .setSandboxId(sandbox.toString())
                .build()
                .toByteArray();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long deadline = System.nanoTime()
                + ANSWERED_WITHIN.plusMillis(question.getWaitMillis()).toNanos();
        try (var waiter = waiters.listen(id)) {
            database.transaction(tenant, statements -> {
                reads.ask(statements, tenant, sandbox, id, asked, now);
                return true;
            });
            nudges.publish(LogTopics.ASKED, id.toString());
            do {
                waiter.pause(deadline);
                Optional<byte[]> answer =
                        database.transaction(tenant, statements -> reads.answer(statements, tenant, id));
                if (answer.isPresent()) {
                    return answer.map(LogReads::page);
                }
            } while (System.nanoTime() < deadline);
            return Optional.empty();
        } finally {
            forget(tenant, id);
        }
    }

    private void forget(TenantId tenant, UUID id) {
        database.transaction(tenant, statements -> {
            reads.forget(statements, tenant, id);
            return true;
        });
    }

    private static LogPage page(byte[] answer) {
        try {
            return LogPage.parseFrom(answer);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("A worker's answer was kept as what it was not", impossible);
        }
    }

    private static LogOutcome outcome(SandboxId sandbox, LogPage page) {
        return switch (page.getState()) {
            case LOG_STATE_HERE -> new LogOutcome.Page(page);
            case LOG_STATE_NOT_HERE -> new LogOutcome.Expired();
            case LOG_STATE_BUSY, LOG_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new ProblemException(
                        ProblemType.WORKER_UNHEARD,
                        "The worker of sandbox \"" + sandbox
                                + "\" cannot read its log just now. Try again in a moment.");
        };
    }

    private LogOutcome unheard(SandboxId sandbox, Subject subject) {
        Instant ended = subject.endedAt();
        if (ended != null && ended.plus(KEPT).isBefore(clock.instant())) {
            return new LogOutcome.Expired();
        }
        throw new ProblemException(
                ProblemType.WORKER_UNHEARD,
                "The worker of sandbox \"" + sandbox
                        + "\" cannot be heard just now, and it has the log. Nothing is lost;"
                        + " try again in a moment.");
    }

    private void take(TenantId tenant) {
        int now = atOnce.merge(tenant, 1, Integer::sum);
        if (now > AT_ONCE_MAX) {
            giveBack(tenant);
            throw new ProblemException(
                    ProblemType.RATE_LIMITED,
                    "Logs are read by " + AT_ONCE_MAX
                            + " requests of this tenant at once, the most allowed. Wait until one is answered.");
        }
    }

    private void giveBack(TenantId tenant) {
        atOnce.computeIfPresent(tenant, (id, now) -> now > 1 ? now - 1 : null);
    }
}

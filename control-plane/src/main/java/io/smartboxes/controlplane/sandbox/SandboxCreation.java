package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.http.Handover;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.quota.Amounts;
import io.smartboxes.controlplane.quota.Quotas;
import io.smartboxes.controlplane.template.Template;
import io.smartboxes.controlplane.template.TemplateService;
import io.smartboxes.controlplane.tenant.Standings;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.EventId;
import io.smartboxes.id.RequestId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes sandboxes: writes what is wanted, commits, nudges, and waits until it is seen running.
 *
 * <p>Whatever happens on the way, either the caller is told of the sandbox, or nothing is left: a create that gives up first
 * takes back what it wanted; one whose replica dies leaves a row whose {@code abandon_at} passes, and the reaper ends it.
 */
@Singleton
class SandboxCreation {

    /** After a create gave up, how long until the reaper takes its side: enough for the replica to do it itself. */
    private static final Duration ABANDON_GRACE = Duration.ofSeconds(10);

    private final TenantDatabase database;
    private final SandboxRepository sandboxes;
    private final IdempotencyRepository idempotency;
    private final KeyAllowance allowance;
    private final Standings standings;
    private final TemplateService templates;
    private final Quotas quotas;
    private final EnvironmentSeal environments;
    private final AuditTrail audit;
    private final SandboxWaiters waiters;
    private final SandboxWithdrawals withdrawals;
    private final NudgeBus nudges;
    private final SandboxConfig config;
    private final InstantSource clock;

    SandboxCreation(
            TenantDatabase database,
            SandboxRepository sandboxes,
            IdempotencyRepository idempotency,
            KeyAllowance allowance,
            Standings standings,
            TemplateService templates,
            Quotas quotas,
            EnvironmentSeal environments,
            AuditTrail audit,
            SandboxWaiters waiters,
            SandboxWithdrawals withdrawals,
            NudgeBus nudges,
            SandboxConfig config,
            InstantSource clock) {
        this.database = database;
        this.sandboxes = sandboxes;
        this.idempotency = idempotency;
        this.allowance = allowance;
        this.standings = standings;
        this.templates = templates;
        this.quotas = quotas;
        this.environments = environments;
        this.audit = audit;
        this.waiters = waiters;
        this.withdrawals = withdrawals;
        this.nudges = nudges;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What is to be made, and for whom.
     *
     * @param key the caller's Idempotency-Key, if one was sent
     * @param handover whether the caller is still there
     */
    record Order(
            Actor actor,
            SandboxRequest request,
            @Nullable IdempotencyKey key,
            Handover handover,
            @Nullable RequestId requestId) {

        TenantId tenant() {
            return actor.tenantId();
        }
    }

    /** A running sandbox, the caller's from now on. */
    Sandbox create(Order order) {
        standings.requireMayCreate(order.tenant());
        var template = templates
                .find(order.tenant(), order.request().template())
                .orElseThrow(
                        () -> SandboxProblems.templateNotFound(order.request().template()));
        var reservation = quotas.prepare(
                order.tenant(),
                Amounts.ofSandbox(template.vcpus(), template.memoryMib(), template.diskMib()),
                order.request().timeToLive());
        var attempt = quotas.inTurn(order.tenant(), () -> begin(order, draft(order, template), reservation));
        if (order.key() == null) {
            order.handover().whenLost(() -> withdrawals.now(order.tenant(), attempt.sandbox()));
        }
        return await(order, attempt);
    }

    /** What a create waits for: a sandbox of its own making, or one that its Idempotency-Key already stands for. */
    private record Attempt(SandboxId sandbox, boolean own) {}

    private Attempt begin(Order order, Sandbox draft, Quotas.Reservation reservation) {
        try {
            var key = order.key();
            var attempt = database.transaction(order.tenant(), statements -> {
                boolean own = key == null
                        || idempotency.claim(statements, order.tenant(), key, draft.id(), draft.createdAt());
                if (own) {
                    allowance.require(statements, order.actor());
                    insert(statements, order, draft, reservation);
                    Failpoints.reach(SandboxFailpoint.CREATE_BEFORE_COMMIT);
                }
                return new Attempt(draft.id(), own);
            });
            return attempt.own() || key == null ? attempt : join(order, draft, reservation, key);
        } catch (DatabaseAwayException away) {
            if (away.isOutcomeUnknown()) {
                withdraw(order, draft.id());
            }
            throw SandboxProblems.createNotSaved(away);
        }
    }

    /** The counters come last, for other creates of the tenant wait for them until this transaction ends. */
    private void insert(Statements statements, Order order, Sandbox draft, Quotas.Reservation reservation) {
        sandboxes.insert(statements, draft, extra(order, draft));
        audit.append(
                statements,
                order.tenant(),
                AuditEntry.of(AuditAction.SANDBOX_CREATE, draft.id())
                        .set("template", draft.templateName())
                        .set("endAt", draft.wantedEndAt()));
        reservation.take(statements);
    }

    /** With an Idempotency-Key the sandbox stands for the key, and the caller's next request finds it. */
    private void withdraw(Order order, SandboxId sandbox) {
        if (order.key() == null) {
            withdrawals.later(order.tenant(), sandbox);
        }
    }

    /** The key is taken. Its sandbox is ours too, unless it was never born: then this is the next attempt. */
    private Attempt join(Order order, Sandbox draft, Quotas.Reservation reservation, IdempotencyKey key) {
        return database.transaction(order.tenant(), statements -> {
            var claimed = idempotency
                    .find(statements, order.tenant(), key)
                    .orElseThrow(SandboxProblems::idempotencyInProgress);
            if (!Arrays.equals(claimed.requestHash(), key.requestHash())) {
                throw SandboxProblems.idempotencyMismatch();
            }
            var before = sandboxes.find(statements, order.tenant(), claimed.sandbox());
            if (before.isPresent() && !before.get().isStillborn()) {
                return new Attempt(claimed.sandbox(), false);
            }
            if (!idempotency.replace(statements, order.tenant(), key, claimed.sandbox(), draft.id())) {
                throw SandboxProblems.idempotencyInProgress();
            }
            allowance.require(statements, order.actor());
            insert(statements, order, draft, reservation);
            Failpoints.reach(SandboxFailpoint.CREATE_KEY_BEFORE_COMMIT);
            return new Attempt(draft.id(), true);
        });
    }

    private Sandbox await(Order order, Attempt attempt) {
        long deadline = System.nanoTime() + config.startTimeout().toNanos();
        boolean mayBeClaimed = false;
        try (var waiter = waiters.listen(attempt.sandbox())) {
            order.handover().whenLost(waiter::wake);
            if (attempt.own()) {
                Failpoints.reach(SandboxFailpoint.CREATE_COMMITTED);
                nudges.publish(SandboxTopics.WANTED, attempt.sandbox().toString());
                waiter.pause(deadline);
            }
            while (System.nanoTime() < deadline) {
                if (order.handover().isLost()) {
                    throw SandboxProblems.callerGone();
                }
                try {
                    var running = look(order, attempt);
                    if (running.isPresent()) {
                        return running.get();
                    }
                } catch (DatabaseAwayException away) {
                    // Waited for: what the database holds is not lost.
                    mayBeClaimed |= away.isOutcomeUnknown();
                }
                waiter.pause(deadline);
            }
        }
        return giveUp(order, attempt, mayBeClaimed);
    }

    /** Claims the sandbox if it runs. */
    private Optional<Sandbox> look(Order order, Attempt attempt) {
        Failpoints.reach(SandboxFailpoint.CREATE_BEFORE_CLAIM);
        Sandbox seen = database.transaction(
                order.tenant(),
                statements -> sandboxes
                        .claim(statements, order.tenant(), attempt.sandbox())
                        .or(() -> sandboxes.find(statements, order.tenant(), attempt.sandbox()))
                        .orElseThrow());
        if (seen.isVisible()) {
            Failpoints.reach(SandboxFailpoint.CREATE_CLAIMED);
            return Optional.of(seen);
        }
        if (seen.isStillborn()) {
            throw SandboxProblems.notStarted(seen.reason(), seen.message());
        }
        if (seen.startedAt() == null) {
            return Optional.empty();
        }
        // It ran and has ended: the same key gets the same answer; anybody else was never told of it.
        if (attempt.own()) {
            throw SandboxProblems.notStarted(seen.reason(), seen.message());
        }
        return Optional.of(seen);
    }

    private Sandbox giveUp(Order order, Attempt attempt, boolean mayBeClaimed) {
        if (!attempt.own()) {
            throw SandboxProblems.idempotencyInProgress();
        }
        try {
            var given = database.transaction(
                    order.tenant(),
                    statements ->
                            sandboxes.giveUp(statements, order.tenant(), attempt.sandbox(), EndCause.START_TIMEOUT));
            Failpoints.reach(SandboxFailpoint.CREATE_GIVEN_UP);
            nudges.publish(SandboxTopics.WANTED, attempt.sandbox().toString());
            if (given.isPresent()) {
                throw SandboxProblems.notStarted(
                        given.get().reason(), given.get().message());
            }
            return look(order, attempt).orElseThrow(() -> SandboxProblems.notStarted(null, null));
        } catch (DatabaseAwayException away) {
            withdraw(order, attempt.sandbox());
            throw mayBeClaimed || away.isOutcomeUnknown()
                    ? SandboxProblems.createOutcomeUnknown(away)
                    : SandboxProblems.createNotSaved(away);
        }
    }

    private Sandbox draft(Order order, Template template) {
        var request = order.request();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Sandbox(
                order.tenant(),
                SandboxId.next(clock),
                template.id(),
                template.name(),
                template.vcpus(),
                template.memoryMib(),
                template.diskMib(),
                request.metadata(),
                WantedState.RUNNING,
                SandboxState.PENDING,
                now,
                now.plus(config.startTimeout()),
                null,
                now.plus(request.timeToLive()),
                1,
                0,
                0,
                Holder.of(order.actor().principal()),
                null,
                null);
    }

    private SandboxRepository.NewRow extra(Order order, Sandbox draft) {
        var environment = order.request().environment();
        var requestId = order.requestId();
        return new SandboxRepository.NewRow(
                order.actor().principal(),
                environment.isEmpty() ? null : environments.seal(draft.id(), environment),
                requestId == null ? null : requestId.toString(),
                order.key() == null ? draft.startBy().plus(ABANDON_GRACE) : null,
                EventId.next(clock));
    }
}

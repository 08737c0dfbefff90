package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.quota.Quotas;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;

/** What callers can do with sandboxes that exist. */
@Singleton
class SandboxService {

    private final TenantDatabase database;
    private final SandboxRepository sandboxes;
    private final SandboxEvents events;
    private final AuditTrail audit;
    private final Quotas quotas;
    private final SandboxWaiters waiters;
    private final NudgeBus nudges;
    private final SandboxConfig config;
    private final InstantSource clock;

    SandboxService(
            TenantDatabase database,
            SandboxRepository sandboxes,
            SandboxEvents events,
            AuditTrail audit,
            Quotas quotas,
            SandboxWaiters waiters,
            NudgeBus nudges,
            SandboxConfig config,
            InstantSource clock) {
        this.database = database;
        this.sandboxes = sandboxes;
        this.events = events;
        this.audit = audit;
        this.quotas = quotas;
        this.waiters = waiters;
        this.nudges = nudges;
        this.config = config;
        this.clock = clock;
    }

    Sandbox get(TenantId tenant, String id) {
        var sandbox = NamedSandbox.require(id);
        return find(tenant, sandbox).filter(Sandbox::isVisible).orElseThrow(() -> SandboxProblems.sandboxNotFound(id));
    }

    /** Ends a sandbox. For callers it is gone at once; the answer still waits a moment for the worker. */
    void kill(TenantId tenant, String id) {
        var sandbox = NamedSandbox.require(id);
        try (var waiter = waiters.listen(sandbox)) {
            database.transaction(tenant, statements -> {
                var killed = sandboxes
                        .wantEnd(statements, tenant, sandbox, EndCause.API_KILL)
                        .orElseThrow(() -> SandboxProblems.sandboxNotFound(id));
                events.append(
                        statements,
                        tenant,
                        sandbox,
                        killed.epoch(),
                        SandboxEvents.Event.of(SandboxEventKind.END_WANTED, EndCause.API_KILL));
                audit.append(statements, tenant, AuditEntry.of(AuditAction.SANDBOX_KILL, sandbox));
                Failpoints.reach(SandboxFailpoint.KILL_BEFORE_COMMIT);
                return killed;
            });
            Failpoints.reach(SandboxFailpoint.KILL_COMMITTED);
            nudges.publish(SandboxTopics.WANTED, sandbox.toString());
            long deadline = System.nanoTime() + config.confirmTimeout().toNanos();
            do {
                waiter.pause(deadline);
            } while (System.nanoTime() < deadline && !isNow(tenant, sandbox, SandboxService::isEnded));
        }
    }

    /** Sets the time left, shorter or longer, as far as the plan goes; returns once the worker has it. */
    Sandbox setTimeout(TenantId tenant, String id, Duration timeout) {
        return moveEnd(tenant, id, timeout, AuditAction.SANDBOX_TIMEOUT, true);
    }

    /** Makes sure that it lives at least this much longer, as far as the plan goes; returns once the worker has it. */
    Sandbox extend(TenantId tenant, String id, Duration atLeast) {
        return moveEnd(tenant, id, atLeast, AuditAction.SANDBOX_TIMEOUT, false);
    }

    /** The same for somebody who is given what opens it, which is written down even if its life is long enough. */
    Sandbox open(TenantId tenant, String id, Duration atLeast) {
        return moveEnd(tenant, id, atLeast, AuditAction.SANDBOX_OPEN, false);
    }

    private Sandbox moveEnd(TenantId tenant, String id, Duration timeout, AuditAction action, boolean mayShorten) {
        var sandbox = NamedSandbox.require(id);
        quotas.requireLife(tenant, timeout);
        var end = new SandboxRepository.End(
                clock.instant().plus(timeout).truncatedTo(ChronoUnit.MICROS), quotas.lifeMax(tenant), mayShorten);
        try (var waiter = waiters.listen(sandbox)) {
            var moved = writeEnd(tenant, sandbox, end, action).orElseThrow(() -> SandboxProblems.sandboxNotFound(id));
            Failpoints.reach(SandboxFailpoint.DEADLINE_COMMITTED);
            awaitConfirmation(moved, waiter);
            return moved;
        }
    }

    private Optional<Sandbox> writeEnd(
            TenantId tenant, SandboxId sandbox, SandboxRepository.End end, AuditAction action) {
        try {
            return database.transaction(tenant, statements -> {
                var after = sandboxes.moveEnd(statements, tenant, sandbox, end);
                boolean moved = after.filter(row -> row.wantedEndAt().equals(end.of(row)))
                        .isPresent();
                if (moved || (after.isPresent() && action == AuditAction.SANDBOX_OPEN)) {
                    var entry = AuditEntry.of(action, sandbox);
                    audit.append(
                            statements,
                            tenant,
                            moved ? entry.set("endAt", after.get().wantedEndAt()) : entry);
                }
                if (moved) {
                    events.append(
                            statements,
                            tenant,
                            sandbox,
                            after.get().epoch(),
                            SandboxEvents.Event.of(SandboxEventKind.DEADLINE_WANTED));
                    Failpoints.reach(SandboxFailpoint.DEADLINE_BEFORE_COMMIT);
                }
                return after;
            });
        } catch (DatabaseAwayException away) {
            throw SandboxProblems.endNotSaved(away);
        }
    }

    private void awaitConfirmation(Sandbox moved, SandboxWaiters.Waiter waiter) {
        if (moved.seenEndRevision() >= moved.wantedEndRevision()) {
            return;
        }
        nudges.publish(SandboxTopics.WANTED, moved.id().toString());
        long deadline = System.nanoTime() + config.confirmTimeout().toNanos();
        do {
            waiter.pause(deadline);
            if (isNow(moved.tenantId(), moved.id(), now -> isSettled(now, moved))) {
                return;
            }
        } while (System.nanoTime() < deadline);
        throw SandboxProblems.workerUnheard(moved.id().toString());
    }

    private static boolean isEnded(Optional<Sandbox> now) {
        return now.isEmpty() || now.get().seen().isFinal();
    }

    /** Whether its worker has the new end, or there is nothing left that could end. */
    private static boolean isSettled(Optional<Sandbox> now, Sandbox moved) {
        return now.isEmpty() || !now.get().isVisible() || now.get().seenEndRevision() >= moved.wantedEndRevision();
    }

    /** What is awaited is committed already, so an unreachable database is no failure: it is asked again. */
    private boolean isNow(TenantId tenant, SandboxId sandbox, Predicate<Optional<Sandbox>> awaited) {
        try {
            return awaited.test(find(tenant, sandbox));
        } catch (DatabaseAwayException away) {
            return false;
        }
    }

    private Optional<Sandbox> find(TenantId tenant, SandboxId sandbox) {
        return database.transaction(tenant, statements -> sandboxes.find(statements, tenant, sandbox));
    }
}

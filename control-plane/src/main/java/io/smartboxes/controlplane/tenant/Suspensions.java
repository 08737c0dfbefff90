package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moves tenants up and down the ladder of suspension. For those who run the installation; what they did, the tenant's own log says. */
@Singleton
public final class Suspensions {

    private final SystemDatabase database;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final TenantConfig config;
    private final InstantSource clock;

    Suspensions(SystemDatabase database, AuditTrail audit, NudgeBus nudges, TenantConfig config, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.nudges = nudges;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Sets the step, from whichever other.
     *
     * @param cause for the tenant's members to read, a sentence
     * @param grace on the last step, how long what runs goes on; null for the setting's
     */
    public void suspend(TenantId tenant, Suspension step, String cause, @Nullable Duration grace) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var terminateAt =
                step == Suspension.TERMINATING ? now.plus(grace == null ? config.terminationGrace() : grace) : null;
        boolean unused = database.transaction(statements -> {
            if (statements.update("""
                            update tenant set suspension = ?, suspension_cause = ?, suspended_at = ?, terminate_at = ?::timestamptz,
                                limits_xid = pg_current_xact_id()
                            where id = ? and deleted_at is null
                            """, step.code(), cause, now, terminateAt, tenant.value()) == 0) {
                throw unknown(tenant);
            }
            var entry = AuditEntry.of(AuditAction.TENANT_SUSPEND, tenant)
                    .set("step", step.code())
                    .set("cause", cause);
            audit.append(statements, tenant, terminateAt == null ? entry : entry.set("terminateAt", terminateAt));
            return true;
        });
        nudges.publish(TenantTopics.STANDING_CHANGED, tenant.toString());
    }

    /**
     * All is well again; what has ended stays ended.
     *
     * @param reason for the tenant's members to read, a sentence
     */
    public void unsuspend(TenantId tenant, String reason) {
        boolean unused = database.transaction(statements -> {
            if (statements.update("""
                            update tenant set suspension = null, suspension_cause = null, suspended_at = null, terminate_at = null,
                                limits_xid = pg_current_xact_id()
                            where id = ? and deleted_at is null
                            """, tenant.value()) == 0) {
                throw unknown(tenant);
            }
            audit.append(
                    statements,
                    tenant,
                    AuditEntry.of(AuditAction.TENANT_UNSUSPEND, tenant).set("reason", reason));
            return true;
        });
        nudges.publish(TenantTopics.STANDING_CHANGED, tenant.toString());
    }

    private static ProblemException unknown(TenantId tenant) {
        return new ProblemException(ProblemType.NOT_FOUND, "Tenant \"" + tenant + "\" doesn't exist, or is gone.");
    }
}

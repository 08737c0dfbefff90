package io.smartboxes.controlplane.tenant;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what is left of deleted tenants when their grace is over and nothing of theirs runs any more. Their audit events stay
 * for as long as audit events stay. Any number of replicas may do it at once.
 */
@Singleton
class TenantReaper {

    private static final Logger LOG = LoggerFactory.getLogger(TenantReaper.class);

    private final SystemDatabase database;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    TenantReaper(SystemDatabase database, AuditTrail audit, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "3s")
    void sweep() {
        try {
            while (deleteOne()) {
                LOG.debug("a tenant is gone");
            }
        } catch (RuntimeException failure) {
            LOG.warn("deleted tenants wait until the next round: {}", failure.getMessage());
        }
    }

    private boolean deleteOne() {
        var left = database.transaction(this::deleteOne);
        left.forEach(user -> nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, user.toString()));
        return !left.isEmpty();
    }

    /** Whom it had as members; nobody, if no tenant is due. */
    private List<UserId> deleteOne(Statements statements) {
        var now = clock.instant();
        var due = statements.first("""
                update tenant set deleted_at = ?, name = 'deleted tenant' where id = (
                    select t.id from tenant t
                    where t.delete_at <= ? and t.deleted_at is null
                      and not exists (select from sandbox s where s.tenant_id = t.id and s.seen not in ('TERMINATED', 'FAILED'))
                    limit 1 for update skip locked)
                returning id
                """, row -> new TenantId(row.uuid("id")), now, now);
        if (due.isEmpty()) {
            return List.of();
        }
        var tenant = due.get();
        var left = statements.list(
                "delete from membership where tenant_id = ? returning user_id",
                row -> new UserId(row.uuid("user_id")),
                tenant.value());
        statements.update(
                "update api_key set revoked_at = ?, changed_xid = pg_current_xact_id() where tenant_id = ? and revoked_at is null",
                now,
                tenant.value());
        statements.update(
                "update invitation set state = 'revoked', ended_at = ? where tenant_id = ? and state = 'pending'",
                now,
                tenant.value());
        audit.append(statements, tenant, AuditActor.SYSTEM, AuditEntry.of(AuditAction.TENANT_DELETE, tenant));
        LOG.info("tenantId={} is deleted", tenant);
        return left;
    }
}

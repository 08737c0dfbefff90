package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.MemberRemoval;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.tenant.MemberBelongings;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/**
 * The keys that members made, when a member goes. Replicas forget what they remember of such keys by the nudge about the
 * membership, which follows the commit.
 */
@Singleton
final class KeysOfMembers implements MemberBelongings {

    private final AuditTrail audit;
    private final InstantSource clock;

    KeysOfMembers(AuditTrail audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public List<MemberRemoval.Key> of(Statements statements, TenantId tenant, UserId member) {
        return statements.list(
                """
                select id, name, mask from api_key where tenant_id = ? and made_by = ? and revoked_at is null
                order by created_at desc, id desc limit ?
                """,
                row -> new MemberRemoval.Key(
                        new ApiKeyId(row.uuid("id")).toString(), row.text("name"), row.text("mask")),
                tenant.value(),
                member.value(),
                ApiKeyService.LIVE_MAX);
    }

    @Override
    public void end(Statements statements, TenantId tenant, UserId leaver) {
        statements
                .list("""
                        update api_key set revoked_at = ?, changed_xid = pg_current_xact_id()
                        where tenant_id = ? and made_by = ? and revoked_at is null returning id
                        """, row -> new ApiKeyId(row.uuid("id")), clock.instant(), tenant.value(), leaver.value())
                .forEach(key -> audit.append(statements, tenant, AuditEntry.of(AuditAction.API_KEY_REVOKE, key)));
    }

    @Override
    public void handOver(Statements statements, TenantId tenant, UserId leaver, UserId heir) {
        statements
                .list("""
                        update api_key set made_by = ?, changed_xid = pg_current_xact_id()
                        where tenant_id = ? and made_by = ? and revoked_at is null returning id
                        """, row -> new ApiKeyId(row.uuid("id")), heir.value(), tenant.value(), leaver.value())
                .forEach(key -> audit.append(
                        statements,
                        tenant,
                        AuditEntry.of(AuditAction.API_KEY_HAND_OVER, key).changed("maker", leaver, heir)));
    }
}

package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys' rows. Only hashes are stored. Runs in its caller's transaction. */
@Singleton
final class ApiKeyRepository {

    private static final String COLUMNS = "id, name, mask, created_at, revoked_at";

    /** Makes a key, unless the tenant has as many live ones as it may. */
    boolean insert(Statements statements, TenantId tenant, StoredKey key, int liveMax) {
        var maker = key.maker();
        return statements.update(
                        """
                        insert into api_key (tenant_id, id, name, made_by, hash, mask, created_at)
                        select ?, ?, ?, ?::uuid, ?, ?, ?
                        where (select count(*) from api_key where tenant_id = ? and revoked_at is null) < ?
                        """,
                        tenant.value(),
                        key.id().value(),
                        key.name(),
                        maker == null ? null : maker.value(),
                        key.secret().hash(),
                        key.secret().mask(),
                        key.createdAt(),
                        tenant.value(),
                        liveMax)
                > 0;
    }

    List<ApiKey> list(Statements statements, TenantId tenant, Reach reach, @Nullable Cursor after, int limit) {
        var parameters = new ArrayList<@Nullable Object>();
        parameters.add(tenant.value());
        parameters.add(reach.all());
        parameters.add(reach.maker());
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return statements.list(
                "select " + COLUMNS + " from api_key where tenant_id = ? and " + Reach.CONDITION
                        + (after == null ? "" : " and (created_at, id) < (?, ?)")
                        + " order by created_at desc, id desc limit ?",
                ApiKeyRepository::key,
                parameters.toArray());
    }

    List<ApiKey> find(Statements statements, TenantId tenant, Reach reach, Collection<UUID> ids) {
        return statements.list(
                "select " + COLUMNS + " from api_key where tenant_id = ? and " + Reach.CONDITION + " and id = any(?)",
                ApiKeyRepository::key,
                tenant.value(),
                reach.all(),
                reach.maker(),
                ids);
    }

    /** False when there is no such live key within reach. */
    boolean revoke(Statements statements, TenantId tenant, Reach reach, ApiKeyId id, Instant now) {
        return statements.update(
                        "update api_key set revoked_at = ?, changed_xid = pg_current_xact_id() where tenant_id = ? and "
                                + Reach.CONDITION + " and id = ? and revoked_at is null",
                        now,
                        tenant.value(),
                        reach.all(),
                        reach.maker(),
                        id.value())
                > 0;
    }

    /** Whose key this is; nobody's, once its maker has left the tenant. Needs the system door: the tenant is not known before. */
    Optional<Actor> findLive(Statements statements, byte[] hash) {
        return statements.first("""
                select k.tenant_id, k.id, k.made_by, coalesce(m.role, 'owner') as role
                from api_key k left join membership m on m.tenant_id = k.tenant_id and m.user_id = k.made_by
                where k.hash = ? and k.revoked_at is null and (k.made_by is null or m.role is not null)
                """, ApiKeyRepository::actor, hash);
    }

    private static Actor actor(Row row) {
        var maker = row.uuidOrNull("made_by");
        return new Actor(
                new TenantId(row.uuid("tenant_id")),
                new Principal.Key(
                        new ApiKeyId(row.uuid("id")),
                        maker == null ? null : new UserId(maker),
                        Role.of(row.text("role")).orElseThrow()));
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                new ApiKeyId(row.uuid("id")).toString(),
                row.text("name"),
                row.text("mask"),
                row.instant("created_at"),
                row.instantOrNull("revoked_at"));
    }

    /** What is stored of a new key. */
    record StoredKey(ApiKeyId id, String name, @Nullable UserId maker, KeySecret secret, Instant createdAt) {}
}

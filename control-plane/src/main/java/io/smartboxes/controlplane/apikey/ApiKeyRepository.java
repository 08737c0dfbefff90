package io.smartboxes.controlplane.apikey;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.http.AddressBlock;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys' rows. Only hashes are stored. Runs in its caller's transaction. */
@Singleton
final class ApiKeyRepository {

    private static final String LIVE = "revoked_at is null and (expires_at is null or expires_at > ?)";

    /** Makes a key, unless the tenant has as many live ones as it may. */
    boolean insert(Statements statements, TenantId tenant, KeyRow key, byte[] hash, int liveMax) {
        var maker = key.maker();
        var replaces = key.replaces();
        var scopes = key.terms().scopes();
        var addresses = key.terms().addresses();
        return statements.update(
                        """
                        insert into api_key (tenant_id, id, line, replaces, name, made_by, hash, mask, scopes, addresses, sandboxes_max,
                            created_at, expires_at)
                        select ?, ?, ?::uuid, ?::uuid, ?, ?::uuid, ?, ?, string_to_array(?, ','), string_to_array(?, ',')::cidr[], ?::integer,
                            ?, ?::timestamptz
                        where (select count(*) from api_key where tenant_id = ? and\s""" + LIVE + ") < ?",
                        tenant.value(),
                        key.id().value(),
                        key.line().equals(key.id()) ? null : key.line().value(),
                        replaces == null ? null : replaces.value(),
                        key.name(),
                        maker == null ? null : maker.value(),
                        hash,
                        key.mask(),
                        scopes.only() == null ? null : String.join(",", scopes.codes()),
                        addresses.isEmpty()
                                ? null
                                : addresses.stream().map(AddressBlock::toString).collect(Collectors.joining(",")),
                        key.terms().sandboxesMax(),
                        key.createdAt(),
                        key.terms().expiresAt(),
                        tenant.value(),
                        key.createdAt(),
                        liveMax)
                > 0;
    }

    List<KeyRow> list(Statements statements, TenantId tenant, Reach reach, @Nullable Cursor after, int limit) {
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
                "select " + KeyRow.COLUMNS + " from api_key where tenant_id = ? and " + Reach.CONDITION
                        + (after == null ? "" : " and (created_at, id) < (?, ?)")
                        + " order by created_at desc, id desc limit ?",
                KeyRow::of,
                parameters.toArray());
    }

    List<KeyRow> find(Statements statements, TenantId tenant, Reach reach, Collection<UUID> ids) {
        return statements.list(
                "select " + KeyRow.COLUMNS + " from api_key where tenant_id = ? and " + Reach.CONDITION
                        + " and id = any(?)",
                KeyRow::of,
                tenant.value(),
                reach.all(),
                reach.maker(),
                ids);
    }

    /** A key that opens something now, within reach. Others who would change it wait for this transaction's end. */
    Optional<KeyRow> lockLive(Statements statements, TenantId tenant, Reach reach, ApiKeyId id, Instant now) {
        return statements.first(
                "select " + KeyRow.COLUMNS + " from api_key where tenant_id = ? and " + Reach.CONDITION
                        + " and id = ? and " + LIVE + " for no key update",
                KeyRow::of,
                tenant.value(),
                reach.all(),
                reach.maker(),
                id.value(),
                now);
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

    /** Makes a key end then, unless it ends sooner. */
    void end(Statements statements, TenantId tenant, ApiKeyId id, Instant at) {
        statements.update("""
                update api_key set expires_at = least(expires_at, ?), changed_xid = pg_current_xact_id()
                where tenant_id = ? and id = ?
                """, at, tenant.value(), id.value());
    }

    /** The key that was put in this one's place. */
    Optional<ApiKeyId> findReplacement(Statements statements, TenantId tenant, ApiKeyId id) {
        return statements.first(
                "select id from api_key where tenant_id = ? and line = (select coalesce(line, id) from api_key"
                        + " where tenant_id = ? and id = ?) and replaces = ?",
                row -> new ApiKeyId(row.uuid("id")),
                tenant.value(),
                tenant.value(),
                id.value(),
                id.value());
    }

    /** In which role a key acts today; none, once its maker has left the tenant. */
    Optional<Role> role(Statements statements, TenantId tenant, @Nullable UserId maker) {
        return maker == null
                ? Optional.of(Role.OWNER)
                : statements.first(
                        "select role from membership where tenant_id = ? and user_id = ?",
                        row -> Role.of(row.text("role")).orElseThrow(),
                        tenant.value(),
                        maker.value());
    }

    /** Whose key this is; nobody's, once its maker has left the tenant. Needs the system door: the tenant is not known before. */
    Optional<KnownKey> findUnrevoked(Statements statements, byte[] hash) {
        return statements.first("""
                select k.tenant_id, k.id, coalesce(k.line, k.id) as line, k.made_by, coalesce(m.role, 'owner') as role,
                    array_to_string(k.scopes, ',') as scopes, array_to_string(k.addresses, ',') as addresses, k.sandboxes_max, k.expires_at
                from api_key k left join membership m on m.tenant_id = k.tenant_id and m.user_id = k.made_by
                where k.hash = ? and k.revoked_at is null and (k.made_by is null or m.role is not null)
                """, ApiKeyRepository::known, hash);
    }

    private static KnownKey known(Row row) {
        var maker = row.uuidOrNull("made_by");
        var terms = KeyRow.terms(row);
        return new KnownKey(
                new Actor(
                        new TenantId(row.uuid("tenant_id")),
                        new Principal.Key(
                                new ApiKeyId(row.uuid("id")),
                                new ApiKeyId(row.uuid("line")),
                                maker == null ? null : new UserId(maker),
                                Role.of(row.text("role")).orElseThrow(),
                                terms.scopes(),
                                terms.sandboxesMax())),
                terms);
    }

    /** Who a key stands for, and what of its terms is asked at each request. */
    record KnownKey(Actor actor, KeyTerms terms) {}
}

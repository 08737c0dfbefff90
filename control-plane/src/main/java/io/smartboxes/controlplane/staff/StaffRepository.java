package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.StaffSearchResult.Hit;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.tenant.TenantRepository;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Rows of all tenants. Needs the system door; runs in its caller's transaction. */
@Singleton
final class StaffRepository {

    private static final int HITS_MAX = 50;
    private static final int MEMBERS_MAX = 100;

    private final TenantRepository tenants;

    StaffRepository(TenantRepository tenants) {
        this.tenants = tenants;
    }

    List<Hit> find(Statements statements, StaffQuery query) {
        return switch (query) {
            case StaffQuery.Mail mail -> hits(statements, "user", id -> new UserId(id).toString(), """
                        select u.id, u.email as label, t.id as tenant_id, t.name as tenant_name
                        from user_account u join membership m on m.user_id = u.id join tenant t on t.id = m.tenant_id
                        where starts_with(lower(u.email), ?) order by u.email, t.created_at limit ?
                        """, mail.prefix());
            case StaffQuery.KeyPrefix key ->
                hits(statements, "api_key", id -> new ApiKeyId(id).toString(), KEYS + """
                        where starts_with(k.mask, ?) order by k.created_at desc limit ?
                        """, key.prefix());
            case StaffQuery.Key key ->
                hits(
                        statements,
                        "api_key",
                        id -> new ApiKeyId(id).toString(),
                        KEYS + "where k.id = ? limit ?",
                        key.id());
            case StaffQuery.Tenant tenant ->
                hits(statements, "tenant", id -> new TenantId(id).toString(), """
                        select id, name as label, id as tenant_id, name as tenant_name from tenant where id = ? limit ?
                        """, tenant.id());
            case StaffQuery.Sandbox sandbox ->
                hits(
                        statements,
                        "sandbox",
                        id -> new SandboxId(id).toString(),
                        SANDBOXES + "where s.id = ? limit ?",
                        sandbox.id());
            case StaffQuery.Request request -> hits(statements, "request", id -> request.id(), """
                        select e.id, e.action || coalesce(' ' || e.target, '') as label, t.id as tenant_id, t.name as tenant_name
                        from audit_event e join tenant t on t.id = e.tenant_id
                        where e.request_id = ? order by e.at limit ?
                        """, request.id());
        };
    }

    private static final String KEYS = """
            select k.id, k.name || ' (' || k.mask || ')' as label, t.id as tenant_id, t.name as tenant_name
            from api_key k join tenant t on t.id = k.tenant_id
            """;

    private static final String SANDBOXES = """
            select s.id, s.template_name || ' ' || s.seen as label, t.id as tenant_id, t.name as tenant_name
            from sandbox s join tenant t on t.id = s.tenant_id
            """;

    Optional<StaffTenant> tenant(Statements statements, TenantId id, Limits limits) {
        return tenants.find(statements, id)
                .map(tenant -> new StaffTenant(
                        tenant.shown(),
                        members(statements, id),
                        count(
                                statements,
                                "select count(*) as found from sandbox where tenant_id = ? and seen not in ('TERMINATED', 'FAILED')",
                                id),
                        count(
                                statements,
                                "select count(*) as found from api_key where tenant_id = ? and revoked_at is null",
                                id),
                        limits));
    }

    private static List<Member> members(Statements statements, TenantId tenant) {
        return statements.list(
                """
                select u.id, u.email, u.name, m.role, m.since from membership m join user_account u on u.id = m.user_id
                where m.tenant_id = ? order by m.since, u.id limit ?
                """,
                row -> new Member(
                        new UserId(row.uuid("id")).toString(),
                        row.text("email"),
                        row.textOrNull("name"),
                        row.text("role"),
                        row.instant("since")),
                tenant.value(),
                MEMBERS_MAX);
    }

    private static int count(Statements statements, String sql, TenantId tenant) {
        return statements.first(sql, row -> row.count("found"), tenant.value()).orElseThrow();
    }

    private static List<Hit> hits(
            Statements statements, String kind, Function<UUID, String> id, String sql, Object parameter) {
        return statements.list(sql, row -> hit(kind, id.apply(row.uuid("id")), row), parameter, HITS_MAX);
    }

    private static Hit hit(String kind, String id, Row row) {
        return new Hit(
                kind, id, row.text("label"), new TenantId(row.uuid("tenant_id")).toString(), row.text("tenant_name"));
    }
}

package io.smartboxes.controlplane.tenant;

import io.smartboxes.api.v1.Member;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who belongs where. Runs in its caller's transaction. */
@Singleton
public final class MembershipRepository {

    /** Tenants that one person may belong to. */
    static final int TENANTS_MAX = 100;

    private static final String MEMBER = """
            select u.id, u.email, u.name, m.role, m.since from membership m join user_account u on u.id = m.user_id
            where m.tenant_id = ?\s""";

    MembershipRepository() {}

    public void insert(Statements statements, TenantId tenant, UserId user, Role role, Instant since) {
        statements.update(
                "insert into membership (tenant_id, user_id, role, since) values (?, ?, ?, ?)",
                tenant.value(),
                user.value(),
                role.code(),
                since);
    }

    /** Where somebody belongs, oldest tenant first. Needs the user door. */
    List<Membership> of(Statements statements, UserId user) {
        return statements.list(
                """
                select t.*, m.role from membership m join tenant t on t.id = m.tenant_id
                where m.user_id = ? order by t.created_at, t.id limit ?
                """, row -> new Membership(TenantRepository.tenant(row), role(row)), user.value(), TENANTS_MAX);
    }

    int others(Statements statements, TenantId tenant, UserId user) {
        return count(
                statements,
                "select count(*) as found from membership where tenant_id = ? and user_id <> ?",
                tenant,
                user);
    }

    int otherOwners(Statements statements, TenantId tenant, UserId user) {
        return count(
                statements,
                "select count(*) as found from membership where tenant_id = ? and user_id <> ? and role = 'owner'",
                tenant,
                user);
    }

    private static int count(Statements statements, String sql, TenantId tenant, UserId user) {
        return statements
                .first(sql, row -> row.count("found"), tenant.value(), user.value())
                .orElseThrow();
    }

    List<Member> list(Statements statements, TenantId tenant, @Nullable Cursor after, int limit) {
        var parameters = new ArrayList<@Nullable Object>(List.of(tenant.value()));
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return statements.list(
                MEMBER + (after == null ? "" : "and (m.since, u.id) < (?, ?)")
                        + " order by m.since desc, u.id desc limit ?",
                MembershipRepository::member,
                parameters.toArray());
    }

    public boolean isMember(Statements statements, TenantId tenant, UserId user) {
        return find(statements, tenant, user).isPresent();
    }

    Optional<Member> find(Statements statements, TenantId tenant, UserId user) {
        return statements.first(MEMBER + "and u.id = ?", MembershipRepository::member, tenant.value(), user.value());
    }

    void change(Statements statements, TenantId tenant, UserId user, Role role) {
        statements.update(
                "update membership set role = ? where tenant_id = ? and user_id = ?",
                role.code(),
                tenant.value(),
                user.value());
        checkOwner(statements);
    }

    void delete(Statements statements, TenantId tenant, UserId user) {
        statements.update("delete from membership where tenant_id = ? and user_id = ?", tenant.value(), user.value());
        checkOwner(statements);
    }

    /** Has the database look now and not at the commit, where the failure could not be told from others. */
    private static void checkOwner(Statements statements) {
        statements.update("set constraints membership_owner_left immediate");
    }

    private static Role role(Row row) {
        return Role.of(row.text("role")).orElseThrow();
    }

    private static Member member(Row row) {
        return new Member(
                new UserId(row.uuid("id")).toString(),
                row.text("email"),
                row.textOrNull("name"),
                row.text("role"),
                row.instant("since"));
    }
}

package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tenants' rows. Runs in its caller's transaction. */
@Singleton
public final class TenantRepository {

    TenantRepository() {}

    public boolean isEmpty(Statements statements) {
        return statements
                .first("select 1 as one from tenant limit 1", row -> row.count("one"))
                .isEmpty();
    }

    /** @param plan its code */
    public void insert(Statements statements, Tenant tenant, String plan) {
        statements.update(
                "insert into tenant (id, name, personal, created_at, plan) values (?, ?, ?, ?, ?)",
                tenant.id().value(),
                tenant.name(),
                tenant.personal(),
                tenant.createdAt(),
                plan);
    }

    Optional<Tenant> find(Statements statements, TenantId tenant) {
        return statements.first(
                "select id, name, personal, created_at from tenant where id = ?",
                TenantRepository::tenant,
                tenant.value());
    }

    Optional<Tenant> rename(Statements statements, TenantId tenant, String name) {
        return statements.first(
                "update tenant set name = ? where id = ? returning id, name, personal, created_at",
                TenantRepository::tenant,
                name,
                tenant.value());
    }

    static Tenant tenant(Row row) {
        return new Tenant(
                new TenantId(row.uuid("id")), row.text("name"), row.flag("personal"), row.instant("created_at"));
    }
}

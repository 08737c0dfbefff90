package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tenants' rows. Runs in its caller's transaction. */
@Singleton
public final class TenantRepository {

    static final String COLUMNS = "id, name, personal, created_at, " + Standing.COLUMNS;

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

    public Optional<Tenant> find(Statements statements, TenantId tenant) {
        return statements.first(
                "select " + COLUMNS + " from tenant where id = ?", TenantRepository::tenant, tenant.value());
    }

    Optional<Tenant> rename(Statements statements, TenantId tenant, String name) {
        return statements.first(
                "update tenant set name = ? where id = ? returning " + COLUMNS,
                TenantRepository::tenant,
                name,
                tenant.value());
    }

    /** Null: it is not to be deleted any more. Nothing, if it is gone already. */
    Optional<Tenant> setDeleteAt(Statements statements, TenantId tenant, @Nullable Instant deleteAt) {
        return statements.first(
                "update tenant set delete_at = ?::timestamptz, limits_xid = pg_current_xact_id()"
                        + " where id = ? and deleted_at is null returning " + COLUMNS,
                TenantRepository::tenant,
                deleteAt,
                tenant.value());
    }

    static Tenant tenant(Row row) {
        return new Tenant(
                new TenantId(row.uuid("id")),
                row.text("name"),
                row.flag("personal"),
                row.instant("created_at"),
                Standing.of(row));
    }
}

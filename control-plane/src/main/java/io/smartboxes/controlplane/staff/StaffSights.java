package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.controlplane.apikey.ApiKeyService;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.audit.StaffAuditLog;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.quota.LimitService;
import io.smartboxes.controlplane.sandbox.SandboxViewQuery;
import io.smartboxes.controlplane.sandbox.SandboxViews;
import io.smartboxes.controlplane.tenant.TenantRepository;
import io.smartboxes.controlplane.usage.TenantUsage;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What staff see of one tenant. The tenant's own log says that they looked, and at what, before they see it; leafing on is the same look. */
@Singleton
final class StaffSights {

    private final SystemDatabase database;
    private final StaffRepository repository;
    private final TenantRepository tenants;
    private final AuditTrail audit;
    private final LimitService limits;
    private final TenantUsage usage;
    private final SandboxViews sandboxes;
    private final ApiKeyService keys;
    private final StaffAuditLog log;

    StaffSights(
            SystemDatabase database,
            StaffRepository repository,
            TenantRepository tenants,
            AuditTrail audit,
            LimitService limits,
            TenantUsage usage,
            SandboxViews sandboxes,
            ApiKeyService keys,
            StaffAuditLog log) {
        this.database = database;
        this.repository = repository;
        this.tenants = tenants;
        this.audit = audit;
        this.limits = limits;
        this.usage = usage;
        this.sandboxes = sandboxes;
        this.keys = keys;
        this.log = log;
    }

    StaffTenant tenant(String id) {
        var tenant = look(id, "overview", null);
        var allowed = limits.of(tenant);
        return database.transaction(statements ->
                repository.tenant(statements, tenant, allowed).orElseThrow(() -> StaffRequests.unknown(id)));
    }

    UsageReport usage(
            String id,
            @Nullable String from,
            @Nullable String to,
            @Nullable String groupBy,
            @Nullable String nextToken) {
        return usage.report(look(id, "usage", nextToken), from, to, groupBy, nextToken);
    }

    /** @param state running, ended, or null for both */
    SandboxList sandboxes(String id, @Nullable String state, int limit, @Nullable String nextToken) {
        boolean live = StaffRequests.wants(state, "running");
        boolean ended = StaffRequests.wants(state, "ended");
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        return sandboxes.list(
                look(id, "sandboxes", nextToken), new SandboxViewQuery(live, ended, null, null, null, after, limit));
    }

    ApiKeyList keys(String id, int limit, @Nullable String nextToken) {
        return keys.listAll(look(id, "api keys", nextToken), nextToken, limit);
    }

    AuditEventList events(String id, @Nullable String action, int limit, @Nullable String nextToken) {
        return log.of(look(id, "audit log", nextToken), action, nextToken, limit);
    }

    private TenantId look(String id, String at, @Nullable String nextToken) {
        var tenant = StaffRequests.tenant(id);
        return database.transaction(statements -> {
            if (tenants.find(statements, tenant).isEmpty()) {
                throw StaffRequests.unknown(id);
            }
            if (nextToken == null) {
                audit.append(
                        statements,
                        tenant,
                        AuditEntry.of(AuditAction.STAFF_VIEW, tenant).set("part", at));
            }
            return tenant;
        });
    }
}

package io.smartboxes.console.client;

import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.StaffMe;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.api.v1.UsageReport;
import org.jspecify.annotations.Nullable;

/** What those see and do who run the installation; only their tokens open it. */
public final class Staff {

    private static final String PATH = "/v1/staff";

    private final ApiClient api;

    public Staff(ApiClient api) {
        this.api = api;
    }

    /** Who asks. */
    public Reply<StaffMe> me() {
        return api.get(PATH + "/me", StaffMe.class);
    }

    /** By a mail address, the beginning of a key, or the id of a tenant, sandbox, key or request. */
    public Reply<StaffSearchResult> search(String text) {
        return api.get(PATH + "/search?q=" + Url.part(text), StaffSearchResult.class);
    }

    public Reply<StaffTenant> tenant(String id) {
        return api.get(tenantPath(id), StaffTenant.class);
    }

    /** This month's, by day. */
    public Reply<UsageReport> usage(String tenant) {
        return api.get(tenantPath(tenant) + "/usage", UsageReport.class);
    }

    /** Newest first. */
    public Reply<SandboxList> sandboxes(String tenant, int limit, @Nullable String after) {
        return api.get(tenantPath(tenant) + "/sandboxes?limit=" + limit + Url.next(after), SandboxList.class);
    }

    /** Newest first. */
    public Reply<ApiKeyList> keys(String tenant, int limit, @Nullable String after) {
        return api.get(tenantPath(tenant) + "/api-keys?limit=" + limit + Url.next(after), ApiKeyList.class);
    }

    /** Of one tenant, newest first. */
    public Reply<AuditEventList> audit(String tenant, int limit, @Nullable String after) {
        return api.get(tenantPath(tenant) + "/audit-events?limit=" + limit + Url.next(after), AuditEventList.class);
    }

    /** What staff did in whatever tenant, newest first. */
    public Reply<AuditEventList> actions(int limit, @Nullable String after) {
        return api.get(PATH + "/audit-events?limit=" + limit + Url.next(after), AuditEventList.class);
    }

    public Reply<Done> suspend(String tenant, NewSuspension wish) {
        return api.put(tenantPath(tenant) + "/suspension", wish, Done.class);
    }

    /** @param reason for the tenant's members */
    public Reply<Done> lift(String tenant, String reason) {
        return api.delete(tenantPath(tenant) + "/suspension?reason=" + Url.part(reason), Done.class);
    }

    public Reply<Done> override(String tenant, String resource, NewLimitOverride wish) {
        return api.put(tenantPath(tenant) + "/limits/" + Url.part(resource), wish, Done.class);
    }

    /** @param reason for the tenant's members */
    public Reply<Done> restore(String tenant, String resource, String reason) {
        return api.delete(
                tenantPath(tenant) + "/limits/" + Url.part(resource) + "?reason=" + Url.part(reason), Done.class);
    }

    private static String tenantPath(String id) {
        return PATH + "/tenants/" + Url.part(id);
    }
}

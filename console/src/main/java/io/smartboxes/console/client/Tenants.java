package io.smartboxes.console.client;

import io.smartboxes.api.v1.NewTenant;
import io.smartboxes.api.v1.Tenant;
import io.smartboxes.api.v1.TenantTransfer;

/** Tenants of the person. */
public final class Tenants {

    private static final String PATH = "/v1/tenants";

    private final ApiClient api;

    public Tenants(ApiClient api) {
        this.api = api;
    }

    public Reply<Tenant> get(String id) {
        return api.get(PATH + "/" + Url.part(id), Tenant.class);
    }

    public Reply<Tenant> create(String name) {
        return api.post(PATH, new NewTenant(name), Tenant.class);
    }

    public Reply<Tenant> rename(String id, String name) {
        return api.patch(PATH + "/" + Url.part(id), new NewTenant(name), Tenant.class);
    }

    public Reply<Done> transfer(String id, String user) {
        return api.post(PATH + "/" + Url.part(id) + "/transfer", new TenantTransfer(user), Done.class);
    }

    /** It can be restored for a while. */
    public Reply<Tenant> delete(String id) {
        return api.delete(PATH + "/" + Url.part(id), Tenant.class);
    }

    public Reply<Tenant> restore(String id) {
        return api.post(PATH + "/" + Url.part(id) + "/restore", null, Tenant.class);
    }
}

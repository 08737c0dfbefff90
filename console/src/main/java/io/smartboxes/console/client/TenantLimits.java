package io.smartboxes.console.client;

import io.smartboxes.api.v1.Limits;

/** What limits a tenant. */
public final class TenantLimits {

    private final ApiClient api;

    public TenantLimits(ApiClient api) {
        this.api = api;
    }

    public Reply<Limits> all() {
        return api.get("/v1/limits", Limits.class);
    }
}

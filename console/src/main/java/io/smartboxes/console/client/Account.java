package io.smartboxes.console.client;

import io.smartboxes.api.v1.SessionList;

/** The person, and where they are signed in. */
public final class Account {

    private final ApiClient api;

    public Account(ApiClient api) {
        this.api = api;
    }

    public Reply<SessionList> sessions() {
        return api.get("/v1/sessions", SessionList.class);
    }

    public Reply<Done> end(String session) {
        return api.delete("/v1/sessions/" + Url.part(session), Done.class);
    }

    public Reply<Done> delete() {
        return api.delete("/v1/me", Done.class);
    }
}

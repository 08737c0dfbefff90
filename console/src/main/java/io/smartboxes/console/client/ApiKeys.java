package io.smartboxes.console.client;

import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.NewApiKey;

/** A tenant's API keys. */
public final class ApiKeys {

    private static final String PATH = "/v1/api-keys";

    private final ApiClient api;

    public ApiKeys(ApiClient api) {
        this.api = api;
    }

    /** Not narrowed in any way: it may do what its maker may. The answer holds the key itself, this once. */
    public Reply<CreatedApiKey> create(String name) {
        return create(new NewApiKey(name, null, null, null, null, null));
    }

    /** The same, narrowed as wished. */
    public Reply<CreatedApiKey> create(NewApiKey wish) {
        return api.post(PATH, wish, CreatedApiKey.class);
    }
}

package io.smartboxes.console.client;

import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.ApiKeyRotation;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.NewApiKey;
import org.jspecify.annotations.Nullable;

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

    /** Newest first. */
    public Reply<ApiKeyList> list(@Nullable String after) {
        return api.get(PATH + "?limit=100" + Url.next(after), ApiKeyList.class);
    }

    /**
     * Makes another with the same rights; the old one ends after the overlap. The answer holds the new key, this once.
     *
     * @param overlap a code of the API, such as 24h
     */
    public Reply<CreatedApiKey> rotate(String id, String overlap) {
        return api.post(PATH + "/" + Url.part(id) + "/rotate", new ApiKeyRotation(overlap), CreatedApiKey.class);
    }

    /** Ends it, for good. */
    public Reply<Done> revoke(String id) {
        return api.delete(PATH + "/" + Url.part(id), Done.class);
    }
}

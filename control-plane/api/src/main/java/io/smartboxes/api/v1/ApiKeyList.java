package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of keys, newest first.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record ApiKeyList(List<ApiKey> keys, @Nullable String nextToken) {

    public ApiKeyList {
        keys = List.copyOf(keys);
    }
}

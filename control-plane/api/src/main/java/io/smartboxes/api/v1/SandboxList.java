package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of sandboxes, newest first.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record SandboxList(List<Sandbox> items, @Nullable String nextToken) {

    public SandboxList {
        items = List.copyOf(items);
    }
}

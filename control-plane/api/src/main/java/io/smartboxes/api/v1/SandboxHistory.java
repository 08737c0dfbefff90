package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of what happened to a sandbox, newest first.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record SandboxHistory(List<Event> items, @Nullable String nextToken) {

    public SandboxHistory {
        items = List.copyOf(items);
    }

    /**
     * One thing that happened.
     *
     * @param type created, leased, started, deadline-wanted, deadline-set, end-wanted, start-failed or ended
     * @param code why, where there is a reason; stable
     * @param detail the same for people
     */
    public record Event(
            String id,
            Instant at,
            String type,
            @Nullable String code,
            @Nullable String detail) {}
}

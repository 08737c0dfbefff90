package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant used and what it costs. Settled is what is in the ledger and stays; what runs and is not settled yet is an
 * estimate, shown beside it and never added to it.
 *
 * @param from a full hour (UTC)
 * @param to the full hour before which it ends
 * @param groupBy hour, day, api-key, template or sandbox
 * @param currency of every cost: USD
 * @param settled all of it
 * @param estimated of what runs, up to when its workers were last heard; absent when nothing is open
 * @param groups one page: times oldest first, things newest first
 * @param nextToken asks for the next page of groups; absent on the last
 */
public record UsageReport(
        Instant from,
        Instant to,
        String groupBy,
        String currency,
        UsageSum settled,
        @Nullable UsageSum estimated,
        List<Group> groups,
        @Nullable String nextToken) {

    public UsageReport {
        groups = List.copyOf(groups);
    }

    /**
     * A part of the whole.
     *
     * @param key when it begins, or the id of the key, template or sandbox; absent for sandboxes that people made without a key
     * @param name of the key, the template, or the sandbox's template
     */
    public record Group(
            @Nullable String key,
            @Nullable String name,
            UsageSum settled,
            @Nullable UsageSum estimated) {}
}

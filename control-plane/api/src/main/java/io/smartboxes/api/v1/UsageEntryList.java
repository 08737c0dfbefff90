package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the ledger, newest first: the rows that settled figures are the sums of.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record UsageEntryList(List<Entry> items, @Nullable String nextToken) {

    public UsageEntryList {
        items = List.copyOf(items);
    }

    /**
     * One meter over one stretch of a sandbox's life, as its worker proved it.
     *
     * @param sequence the worker's count of stretches
     * @param unit what the quantity counts
     * @param cost US dollars, exact
     * @param apiKey whose sandbox it is; absent for sandboxes that people made without a key
     * @param recordedAt when it came into the ledger
     */
    public record Entry(
            String id,
            String sandbox,
            long sequence,
            String meter,
            Instant from,
            Instant to,
            long quantity,
            String unit,
            String cost,
            @Nullable String apiKey,
            String template,
            Instant recordedAt) {}
}

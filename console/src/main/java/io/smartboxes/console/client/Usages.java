package io.smartboxes.console.client;

import io.smartboxes.api.v1.UsageEntryList;
import io.smartboxes.api.v1.UsageReport;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What a tenant used, and what it costs. */
public final class Usages {

    private static final String PATH = "/v1/usage";

    private final ApiClient api;

    public Usages(ApiClient api) {
        this.api = api;
    }

    /**
     * Between two times, in groups.
     *
     * @param by hour, day, api-key, template or sandbox
     */
    public record Query(Instant from, Instant to, String by) {}

    /** The first page of groups, as many as one page holds, and the whole's sums. */
    public Reply<UsageReport> report(Query query) {
        return api.get(PATH + spell(query, Map.of("groupBy", query.by())), UsageReport.class);
    }

    /** The same as a file, for the caller to close. */
    public Reply<InputStream> file(Query query) {
        return api.open(PATH + ".csv" + spell(query, Map.of("groupBy", query.by())), Map.of());
    }

    /**
     * The ledger's rows between two times, newest first.
     *
     * @param only names of parameters with their values: apiKey, template, sandbox, meter
     * @param after the token of the page before
     */
    public Reply<UsageEntryList> entries(Query query, Map<String, String> only, @Nullable String after) {
        var path = new StringBuilder(PATH + "/entries" + spell(query, only));
        if (after != null) {
            path.append("&nextToken=").append(Url.part(after));
        }
        return api.get(path.toString(), UsageEntryList.class);
    }

    private static String spell(Query query, Map<String, String> more) {
        var parts = new StringJoiner("&", "?", "");
        parts.add("from=" + Url.part(query.from().toString()));
        parts.add("to=" + Url.part(query.to().toString()));
        more.forEach((name, value) -> parts.add(name + "=" + Url.part(value)));
        return parts.toString();
    }
}

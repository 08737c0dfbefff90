package io.smartboxes.console.client;

import io.smartboxes.api.v1.SandboxLog;
import java.io.InputStream;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The log of one sandbox. */
public final class SandboxLogs {

    private final ApiClient api;
    private final String path;

    public SandboxLogs(ApiClient api, String sandbox) {
        this.api = api;
        this.path = "/v1/sandboxes/" + Url.part(sandbox);
    }

    /**
     * Which lines.
     *
     * @param stream stdout, stderr, system, or empty for all
     * @param search part of their text; empty for all
     */
    public record Filter(String stream, String search) {

        public static final Filter NONE = new Filter("", "");

        public boolean isNone() {
            return equals(NONE);
        }

        private StringJoiner spell() {
            var query = new StringJoiner("&", "?", "").setEmptyValue("");
            if (!stream.isEmpty()) {
                query.add("stream=" + stream);
            }
            if (!search.isEmpty()) {
                query.add("search=" + Url.part(search));
            }
            return query;
        }
    }

    /**
     * Newest first.
     *
     * @param before where to go on; null for the newest
     */
    public Reply<SandboxLog> older(Filter filter, @Nullable String before, int limit) {
        var query = filter.spell().add("direction=backward").add("limit=" + limit);
        return api.get(path + "/logs" + query + Url.next(before), SandboxLog.class);
    }

    /**
     * Oldest first; without any yet, it waits for one.
     *
     * @param after where to go on
     */
    public Reply<SandboxLog> newer(Filter filter, String after, int limit, int waitSeconds) {
        var query = filter.spell().add("limit=" + limit).add("wait=" + waitSeconds);
        return api.get(path + "/logs" + query + Url.next(after), SandboxLog.class);
    }

    /** All of them as a file, for the caller to close. */
    public Reply<InputStream> file(Filter filter) {
        return api.open(path + "/logs.txt" + filter.spell(), Map.of());
    }
}

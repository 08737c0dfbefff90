package io.smartboxes.console.client;

import io.smartboxes.api.v1.AuditEventList;
import java.io.InputStream;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Who did what in a tenant, and what concerns a person alone. */
public final class AuditLog {

    private static final String PATH = "/v1/audit-events";

    private final ApiClient api;

    public AuditLog(ApiClient api) {
        this.api = api;
    }

    /** @param filters parameters of the API and their values; empty ones do not narrow */
    public Reply<AuditEventList> list(Map<String, String> filters, int limit, @Nullable String after) {
        return api.get(PATH + "?limit=" + limit + spell(filters, "&") + Url.next(after), AuditEventList.class);
    }

    /** All of it as lines of JSON, for the caller to read and close. */
    public Reply<InputStream> export(Map<String, String> filters) {
        return api.open(PATH + "/export" + spell(filters, "?"), Map.of());
    }

    /** Sign-ins of the person and how they ended. */
    public Reply<AuditEventList> own(int limit) {
        return api.get("/v1/me/audit-events?limit=" + limit, AuditEventList.class);
    }

    private static String spell(Map<String, String> filters, String start) {
        var query = new StringJoiner("&", start, "");
        query.setEmptyValue("");
        filters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                query.add(name + "=" + Url.part(value));
            }
        });
        return query.toString();
    }
}

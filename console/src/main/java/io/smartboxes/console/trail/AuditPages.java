package io.smartboxes.console.trail;

import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.console.client.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The log, loaded as far as somebody scrolled. Events do not change, so what was loaded stays, up to ROWS_MAX. */
public final class AuditPages {

    /** Rows in one answer. */
    public static final int PAGE = 50;

    /** Rows that one screen remembers; whoever needs more narrows the search, or exports. */
    static final int ROWS_MAX = 10_000;

    private final Function<@Nullable String, Reply<AuditEventList>> source;
    private final List<AuditEvent> rows = new ArrayList<>();
    private @Nullable String next;
    private final Consumer<String> failed;

    /**
     * @param source the page behind a token
     * @param failed told why a page did not come
     */
    public AuditPages(
            AuditEventList first, Function<@Nullable String, Reply<AuditEventList>> source, Consumer<String> failed) {
        this.source = source;
        this.failed = failed;
        add(first);
    }

    /** A stretch of the log; fewer rows at its end, or where it could not be loaded. */
    List<AuditEvent> rows(int offset, int count) {
        while (rows.size() < offset + count && next != null && rows.size() < ROWS_MAX) {
            switch (source.apply(next)) {
                case Reply.Ok<AuditEventList>(var page) -> add(page);
                case Reply<AuditEventList> other -> {
                    failed.accept(String.valueOf(other.complaint()));
                    return stretch(offset, count);
                }
            }
        }
        return stretch(offset, count);
    }

    private List<AuditEvent> stretch(int offset, int count) {
        int end = Math.min(rows.size(), offset + count);
        return offset >= end ? List.of() : List.copyOf(rows.subList(offset, end));
    }

    private void add(AuditEventList page) {
        rows.addAll(page.items());
        next = page.items().isEmpty() ? null : page.nextToken();
    }
}

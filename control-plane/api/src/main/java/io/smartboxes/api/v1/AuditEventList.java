package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit log, newest first.
 *
 * @param nextToken continues the list; absent on the last page
 */
public record AuditEventList(
        List<AuditEvent> items, @Nullable String nextToken) {

    public AuditEventList {
        items = List.copyOf(items);
    }
}

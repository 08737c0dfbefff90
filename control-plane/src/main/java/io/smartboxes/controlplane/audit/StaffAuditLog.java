package io.smartboxes.controlplane.audit;

import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What those did who run the installation, in whatever tenant. */
@Singleton
public final class StaffAuditLog {

    private final SystemDatabase database;
    private final AuditRepository repository;

    StaffAuditLog(SystemDatabase database, AuditRepository repository) {
        this.database = database;
        this.repository = repository;
    }

    /** One page, newest first. */
    public AuditEventList list(@Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        var found = database.transaction(statements -> repository.listStaff(statements, after, limit + 1));
        var page = found.size() <= limit ? found : found.subList(0, limit);
        var last = page.isEmpty() ? null : page.getLast();
        return new AuditEventList(
                page.stream().map(event -> event.shown(Map.of())).toList(),
                found.size() <= limit || last == null
                        ? null
                        : new Cursor(last.at(), last.id().value(), false).encode());
    }
}

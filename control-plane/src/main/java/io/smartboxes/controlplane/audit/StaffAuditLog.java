package io.smartboxes.controlplane.audit;

import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What those did who run the installation, in whatever tenant; and what they may read of one tenant's log. */
@Singleton
public final class StaffAuditLog {

    private final SystemDatabase database;
    private final AuditRepository repository;
    private final AuditService service;

    StaffAuditLog(SystemDatabase database, AuditRepository repository, AuditService service) {
        this.database = database;
        this.repository = repository;
        this.service = service;
    }

    /**
     * One page of one tenant's log, as its members read it.
     *
     * @param action a whole one, or what it is done to
     */
    public AuditEventList of(TenantId tenant, @Nullable String action, @Nullable String nextToken, int limit) {
        return service.list(
                Owner.of(tenant), AuditSearch.parse(null, null, null, action, null, null), nextToken, limit);
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

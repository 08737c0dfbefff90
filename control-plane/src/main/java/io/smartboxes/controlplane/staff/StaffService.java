package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.controlplane.audit.StaffAuditLog;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Looks across tenants. */
@Singleton
final class StaffService {

    private final SystemDatabase database;
    private final StaffRepository repository;
    private final StaffAuditLog log;

    StaffService(SystemDatabase database, StaffRepository repository, StaffAuditLog log) {
        this.database = database;
        this.repository = repository;
        this.log = log;
    }

    StaffSearchResult search(@Nullable String text) {
        var query = StaffQuery.parse(text);
        return new StaffSearchResult(
                query.code(), database.transaction(statements -> repository.find(statements, query)));
    }

    AuditEventList events(@Nullable String nextToken, int limit) {
        return log.list(nextToken, limit);
    }
}

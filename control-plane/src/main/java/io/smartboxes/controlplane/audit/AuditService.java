package io.smartboxes.controlplane.audit;

import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.id.AuditEventId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads the log. */
@Singleton
final class AuditService {

    private final TenantDatabase tenants;
    private final UserDatabase people;
    private final AuditRepository repository;
    private final AuditNames names;

    AuditService(TenantDatabase tenants, UserDatabase people, AuditRepository repository, AuditNames names) {
        this.tenants = tenants;
        this.people = people;
        this.repository = repository;
        this.names = names;
    }

    /** One page, newest first. */
    AuditEventList list(Owner owner, AuditSearch search, @Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        return owner.transaction(tenants, people, statements -> {
            var found = repository.list(statements, owner, search, after, limit + 1);
            var page = found.size() <= limit ? found : found.subList(0, limit);
            var known =
                    names.of(statements, page.stream().map(StoredEvent::actor).toList());
            return new AuditEventList(
                    page.stream().map(event -> event.shown(known)).toList(),
                    found.size() <= limit ? null : token(page.getLast().shown(known)));
        });
    }

    private static String token(AuditEvent last) {
        return new Cursor(last.at(), AuditEventId.parse(last.id()).value(), false).encode();
    }
}

package io.smartboxes.controlplane.feed;

import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What a stream missed while it was not open. */
@Singleton
final class Replay {

    /** A reader that missed more had better load everything anew. */
    static final int CHANGES_MAX = 2000;

    private final TenantDatabase database;
    private final ChangeRepository changes;

    Replay(TenantDatabase database, ChangeRepository changes) {
        this.database = database;
        this.changes = changes;
    }

    /** Where the log ends now. */
    FeedPosition end(TenantId tenant) {
        return database.transaction(tenant, changes::end);
    }

    /** The settled changes after a position, each thing once; nothing, if there are too many or the position is not ours. */
    Optional<List<Change>> since(TenantId tenant, FeedPosition after) {
        return database.transaction(tenant, statements -> {
            if (after.compareTo(changes.end(statements)) > 0) {
                return Optional.empty();
            }
            var read = changes.read(statements, List.of(tenant.value()), after, CHANGES_MAX + 1);
            if (read.size() > CHANGES_MAX) {
                return Optional.empty();
            }
            var last = new LinkedHashMap<Change.Subject, Change>();
            for (var change : read.stream().takeWhile(Change::settled).toList()) {
                last.remove(change.subject());
                last.put(change.subject(), change);
            }
            return Optional.of(List.copyOf(last.values()));
        });
    }
}

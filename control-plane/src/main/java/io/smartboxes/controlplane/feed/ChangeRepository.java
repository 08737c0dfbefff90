package io.smartboxes.controlplane.feed;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The log of changes, in the order of the transactions that made them.
 *
 * <p>A transaction may commit after one with a higher number. So a change counts as settled only when its transaction is
 * older than every one still running, and a reader never moves past an unsettled one: nothing can appear behind it.
 */
@Singleton
final class ChangeRepository {

    ChangeRepository() {}

    /** Where the log ends now: nothing that is committed later lies before it. */
    FeedPosition end(Statements statements) {
        return statements
                .first(
                        "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as transaction",
                        row -> FeedPosition.before(row.number("transaction")))
                .orElseThrow();
    }

    /** Changes of these tenants after a position, oldest first. */
    List<Change> read(Statements statements, Collection<UUID> tenants, FeedPosition after, int limit) {
        String transaction = Long.toString(after.transaction());
        return statements.list(
                """
                select tenant_id, xid::text::bigint as transaction, id, kind, subject,
                    xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
                from (
                    (select tenant_id, xid, id, 'SANDBOX' as kind, sandbox_id as subject from sandbox_event
                     where tenant_id = any(?) and (xid, id) > (?::xid8, ?) order by xid, id limit ?)
                    union all
                    (select tenant_id, changed_xid, id, 'API_KEY', id from api_key
                     where tenant_id = any(?) and (changed_xid, id) > (?::xid8, ?) order by changed_xid, id limit ?)
                    union all
                    (select id, limits_xid, id, 'LIMITS', id from tenant
                     where id = any(?) and (limits_xid, id) > (?::xid8, ?) order by limits_xid, id limit ?)
                ) change
                order by xid, id limit ?
                """,
                ChangeRepository::change,
                tenants,
                transaction,
                after.id(),
                limit,
                tenants,
                transaction,
                after.id(),
                limit,
                tenants,
                transaction,
                after.id(),
                limit,
                limit);
    }

    private static Change change(Row row) {
        return new Change(
                new TenantId(row.uuid("tenant_id")),
                new FeedPosition(row.number("transaction"), row.uuid("id")),
                new Change.Subject(Change.Kind.valueOf(row.text("kind")), row.uuid("subject")),
                row.flag("settled"));
    }
}

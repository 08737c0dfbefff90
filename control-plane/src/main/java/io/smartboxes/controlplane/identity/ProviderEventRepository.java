package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of the provider on their way into the audit log. Needs the system door; runs in its caller's transaction. */
@Singleton
final class ProviderEventRepository {

    ProviderEventRepository() {}

    /** Nothing, if it was read before. */
    void insert(Statements statements, String issuer, ProviderEvent event) {
        statements.update(
                """
                insert into provider_event (issuer, id, subject, name, at, type, error, address)
                values (?, ?, ?, ?, ?, ?, ?, ?::inet)
                on conflict (issuer, id) do nothing
                """,
                issuer,
                event.key(),
                event.userId(),
                event.name().orElse(null),
                event.at(),
                event.type(),
                event.error(),
                address(event.ipAddress()));
    }

    Optional<Instant> newest(Statements statements, String issuer) {
        return statements
                .first(
                        "select max(at) as at from provider_event where issuer = ?",
                        row -> Optional.ofNullable(row.instantOrNull("at")),
                        issuer)
                .flatMap(at -> at);
    }

    /** Of customers, those whose person has an account here, and that are not in the audit log yet; nobody else gets them meanwhile. */
    List<Due> dueOfCustomers(Statements statements, int most) {
        return statements.list("""
            select e.issuer, e.id, e.at, e.type, e.error, host(e.address) as address, u.id as user_id, e.name, e.subject
            from provider_event e join user_account u on (u.issuer, u.sub) = (e.issuer, e.subject)
            where e.settled_at is null order by e.at, e.id limit ? for update of e skip locked
            """, ProviderEventRepository::due, most);
    }

    /** Of staff, who need no account here. */
    List<Due> dueOfStaff(Statements statements, String issuer, int most) {
        return statements.list("""
                select issuer, id, at, type, error, host(address) as address, null::uuid as user_id, name, subject
                from provider_event where issuer = ? and settled_at is null order by at, id limit ? for update skip locked
                """, ProviderEventRepository::due, issuer, most);
    }

    void settle(Statements statements, Due event, Instant now) {
        statements.update(
                "update provider_event set settled_at = ? where issuer = ? and id = ?",
                now,
                event.issuer(),
                event.id());
    }

    void forget(Statements statements, Instant before, int most) {
        statements.update("""
            delete from provider_event where (issuer, id) in (select issuer, id from provider_event where at < ? limit ?)
            """, before, most);
    }

    /** What is no address, and a name would be looked up, is left out. */
    private static @Nullable String address(@Nullable String text) {
        try {
            return text == null ? null : InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    private static Due due(Row row) {
        return new Due(
                row.text("issuer"),
                row.uuid("id"),
                Optional.ofNullable(row.uuidOrNull("user_id")).map(UserId::new),
                row.textOrNull("name"),
                row.text("subject"),
                row.instant("at"),
                row.text("type"),
                row.textOrNull("error"),
                row.textOrNull("address"));
    }

    /**
     * An event, and whose it is.
     *
     * @param user the account of a customer; staff have none
     * @param name by which the provider knows them, if it told
     */
    record Due(
            String issuer,
            UUID id,
            Optional<UserId> user,
            @Nullable String name,
            String subject,
            Instant at,
            String type,
            @Nullable String error,
            @Nullable String address) {}
}

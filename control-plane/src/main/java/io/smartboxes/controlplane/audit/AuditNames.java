package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What actors are called today, as far as the reader may know: row-level security leaves out who is no member. */
@Singleton
final class AuditNames {

    AuditNames() {}

    /** By the actor's text. Runs in its caller's transaction. */
    Map<String, String> of(Statements statements, Collection<AuditActor> actors) {
        var names = new HashMap<String, String>();
        var users = ids(actors, "user", text -> UserId.parse(text).value());
        if (!users.isEmpty()) {
            for (var name : statements.list(
                    "select id, coalesce(name, email) as name from user_account where id = any(?)",
                    row -> Map.entry(new UserId(row.uuid("id")).toString(), row.text("name")),
                    users)) {
                names.put(name.getKey(), name.getValue());
            }
        }
        var keys = ids(actors, "api_key", text -> ApiKeyId.parse(text).value());
        if (!keys.isEmpty()) {
            for (var name : statements.list(
                    "select id, name from api_key where id = any(?)",
                    row -> Map.entry(new ApiKeyId(row.uuid("id")).toString(), row.text("name")),
                    keys)) {
                names.put(name.getKey(), name.getValue());
            }
        }
        return Map.copyOf(names);
    }

    private static List<UUID> ids(Collection<AuditActor> actors, String kind, Function<String, UUID> parse) {
        return actors.stream()
                .filter(actor -> actor.kind().equals(kind))
                .map(actor -> parse.apply(actor.text()))
                .distinct()
                .toList();
    }
}

package io.smartboxes.controlplane.invitation;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;

/** How those are called who invite. Runs in its caller's transaction. */
@Singleton
final class InvitationNames {

    InvitationNames() {}

    String ofPerson(Statements statements, UserId user) {
        return statements
                .first(
                        "select coalesce(name || ' (' || email || ')', email) as name from user_account where id = ?",
                        row -> row.text("name"),
                        user.value())
                .orElseThrow();
    }

    String ofTenant(Statements statements, TenantId tenant) {
        return statements
                .first("select name from tenant where id = ?", row -> row.text("name"), tenant.value())
                .orElseThrow();
    }
}

package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.UserId;

/**
 * Who did it, as it is stored: an id and no name, so that the log knows nobody any more whose account is gone.
 *
 * @param text the id of a user or an API key, {@code staff:} and who of the staff, or {@code system}
 */
public record AuditActor(String text) {

    /** What no caller asked for: background work, the provider's word. */
    public static final AuditActor SYSTEM = new AuditActor("system");

    private static final String STAFF = "staff:";

    public static AuditActor of(UserId user) {
        return new AuditActor(user.toString());
    }

    public static AuditActor of(Actor actor) {
        return new AuditActor(
                switch (actor.principal()) {
                    case Principal.Key key -> key.id().toString();
                    case Principal.Member member -> member.person().toString();
                });
    }

    /** Somebody who runs the installation, as their provider names them. */
    public static AuditActor ofStaff(String subject) {
        return new AuditActor(STAFF + subject);
    }

    /** user, api_key, staff or system. */
    String kind() {
        if (text.startsWith(UserId.PREFIX)) {
            return "user";
        }
        if (text.startsWith(ApiKeyId.PREFIX)) {
            return "api_key";
        }
        return text.startsWith(STAFF) ? "staff" : "system";
    }
}

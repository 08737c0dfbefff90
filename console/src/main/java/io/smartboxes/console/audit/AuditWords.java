package io.smartboxes.console.audit;

import io.smartboxes.api.v1.AuditEvent;

/** Events as people read them. */
final class AuditWords {

    private AuditWords() {}

    static String who(AuditEvent event) {
        var actor = event.actor();
        var name = actor.name();
        return switch (actor.kind()) {
            case "user" -> name == null ? "somebody who is no member any more" : name;
            case "api_key" -> "API key " + (name == null ? String.valueOf(actor.id()) : name);
            case "staff" -> "SmartBoxes staff (" + String.valueOf(actor.id()).replaceFirst("^staff:", "") + ")";
            default -> "SmartBoxes itself";
        };
    }
}

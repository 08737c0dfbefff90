package io.smartboxes.console.words;

import io.smartboxes.api.v1.AuditEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as people read them. */
public final class AuditWords {

    /** What staff do to a tenant is told in whole words: those whom it concerns have no other page that says it. */
    private static final Map<String, String> STAFF = Map.of(
            "staff.view", "Staff looked at this tenant",
            "tenant.suspend", "Staff suspended this tenant",
            "tenant.unsuspend", "Staff lifted the suspension",
            "limit.override", "Staff changed a limit",
            "limit.restore", "Staff gave a limit back to the plan");

    private AuditWords() {}

    public static String who(AuditEvent event) {
        var actor = event.actor();
        var name = actor.name();
        return switch (actor.kind()) {
            case "user" -> name == null ? "somebody who is no member any more" : name;
            case "api_key" -> "API key " + (name == null ? String.valueOf(actor.id()) : name);
            case "staff" -> "SmartBoxes staff (" + String.valueOf(actor.id()).replaceFirst("^staff:", "") + ")";
            default -> "SmartBoxes itself";
        };
    }

    /** What happened: in words where staff did it, else the action's own name. */
    public static String what(AuditEvent event) {
        return STAFF.getOrDefault(event.action(), event.action());
    }

    /** More of it, where staff did it: at what they looked, what changed, and why. */
    public static String detail(AuditEvent event) {
        return switch (event.action()) {
            case "staff.view" -> "At its " + or(after(event, "part"), "overview") + ".";
            case "tenant.suspend" -> sentence(after(event, "step")) + or(after(event, "cause"), "");
            case "tenant.unsuspend" -> or(after(event, "reason"), "");
            case "limit.override", "limit.restore" ->
                LimitWords.name(or(after(event, "resource"), ""), "The limit") + ": " + amount(event, false) + " → "
                        + amount(event, true) + ". " + or(after(event, "reason"), "");
            default -> "";
        };
    }

    /** A limit that stayed the same is in no difference. */
    private static String amount(AuditEvent event, boolean after) {
        var change = event.difference().get("limit");
        if (change == null) {
            return "as it was";
        }
        return LimitWords.stored(or(after(event, "resource"), ""), or(after ? change.after() : change.before(), ""));
    }

    private static @Nullable String after(AuditEvent event, String name) {
        var change = event.difference().get(name);
        return change == null ? null : change.after();
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static String sentence(@Nullable String step) {
        return step == null ? "" : Character.toUpperCase(step.charAt(0)) + step.substring(1) + ". ";
    }
}

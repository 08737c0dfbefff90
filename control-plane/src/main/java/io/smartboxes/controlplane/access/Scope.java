package io.smartboxes.controlplane.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key can be narrowed to: a few actions of the policy under a name. Every action of a key is in exactly one. */
public enum Scope {
    TENANT_READ("tenant:read", Action.TENANT_READ),
    SANDBOXES_READ("sandboxes:read", Action.SANDBOX_READ, Action.LOGS_READ),
    SANDBOXES_WRITE("sandboxes:write", Action.SANDBOX_WRITE),
    /** Everything that happens inside a sandbox. */
    SANDBOXES_EXEC("sandboxes:exec", Action.SANDBOX_OPEN, Action.TERMINAL, Action.FILE_READ, Action.FILE_WRITE),
    TEMPLATES_READ("templates:read", Action.TEMPLATE_READ),
    TEMPLATES_WRITE("templates:write", Action.TEMPLATE_WRITE),
    USAGE_READ("usage:read", Action.USAGE_READ),
    KEYS("keys", Action.API_KEYS_OWN, Action.API_KEYS_ALL);

    private final String code;
    private final Set<Action> actions;

    Scope(String code, Action... actions) {
        this.code = code;
        this.actions = Set.of(actions);
    }

    /** Stable, public, as stored. */
    public String code() {
        return code;
    }

    boolean covers(Action action) {
        return actions.contains(action);
    }

    /** The scope with this code, if it is one. */
    static Optional<Scope> of(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
    }

    /** The scope that an action is in; none, if no program may do it. */
    static Optional<Scope> of(Action action) {
        return Arrays.stream(values()).filter(scope -> scope.covers(action)).findFirst();
    }

    /** All codes, for people. */
    static String codes() {
        return Arrays.stream(values()).map(Scope::code).collect(Collectors.joining(", "));
    }
}

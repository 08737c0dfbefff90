package io.smartboxes.controlplane.access;

import static io.smartboxes.controlplane.access.Role.ADMIN;
import static io.smartboxes.controlplane.access.Role.BILLING;
import static io.smartboxes.controlplane.access.Role.DEVELOPER;
import static io.smartboxes.controlplane.access.Role.OWNER;
import static io.smartboxes.controlplane.access.Role.VIEWER;

import java.util.Set;

/**
 * Everything that can be done in a tenant, with who may do it: the whole policy.
 *
 * <p>An API key may do what is meant for programs, and never more than the person who made it. What opens a sandbox (its
 * access token, a terminal, its files) is not reading: a viewer sees that a sandbox runs and not what is in it.
 */
public enum Action {
    TENANT_READ("see the tenant and its settings", true, OWNER, ADMIN, DEVELOPER, BILLING, VIEWER),
    SANDBOX_READ("see sandboxes", true, OWNER, ADMIN, DEVELOPER, VIEWER),
    SANDBOX_WRITE("create, change or end sandboxes", true, OWNER, ADMIN, DEVELOPER),
    SANDBOX_OPEN("open sandboxes, which takes their access token", true, OWNER, ADMIN, DEVELOPER),
    TERMINAL("use terminals", true, OWNER, ADMIN, DEVELOPER),
    FILE_READ("read files in sandboxes", true, OWNER, ADMIN, DEVELOPER),
    FILE_WRITE("write files in sandboxes", true, OWNER, ADMIN, DEVELOPER),
    LOGS_READ("see logs and metrics", true, OWNER, ADMIN, DEVELOPER, VIEWER),
    TEMPLATE_READ("see templates", true, OWNER, ADMIN, DEVELOPER, VIEWER),
    TEMPLATE_WRITE("make or change templates", true, OWNER, ADMIN, DEVELOPER),
    USAGE_READ("see usage and cost", true, OWNER, ADMIN, DEVELOPER, BILLING, VIEWER),
    API_KEYS_OWN("make API keys, and see or revoke their own", true, OWNER, ADMIN, DEVELOPER),
    API_KEYS_ALL("see or revoke everybody's API keys", true, OWNER, ADMIN),
    MEMBERS_READ("see members", false, OWNER, ADMIN, DEVELOPER, BILLING, VIEWER),
    MEMBERS_WRITE("change or remove members", false, OWNER, ADMIN),
    OWNERS_WRITE("make, change or remove owners", false, OWNER),
    INVITATIONS("invite people", false, OWNER, ADMIN),
    SETTINGS("change the tenant's settings", false, OWNER, ADMIN),
    PLAN("change the plan, cards and invoices", false, OWNER, BILLING),
    SPEND_CAP("change the spend cap", false, OWNER, ADMIN, BILLING),
    AUDIT_READ("read the audit log", false, OWNER, ADMIN, BILLING),
    TENANT_DELETE("delete or transfer the tenant", false, OWNER);

    private final String phrase;
    private final boolean forKeys;
    private final Set<Role> roles;

    Action(String phrase, boolean forKeys, Role... roles) {
        this.phrase = phrase;
        this.forKeys = forKeys;
        this.roles = Set.of(roles);
    }

    /** What it is, after "may" or "may not". */
    public String phrase() {
        return phrase;
    }

    /** Whether a program may do it at all, with a key of somebody who may. */
    public boolean isForKeys() {
        return forKeys;
    }

    /** Whether people in this role may do it. */
    public boolean isFor(Role role) {
        return roles.contains(role);
    }
}

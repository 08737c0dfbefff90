package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about tenants. */
public final class TenantTopics {

    /** Where somebody belongs has changed, or what they are there; the subject is the person's id. */
    public static final Topic MEMBERSHIP_CHANGED = new Topic("membership.changed");

    /** What a tenant may still do has changed; the subject is its id. */
    public static final Topic STANDING_CHANGED = new Topic("tenant.standing");

    private TenantTopics() {}
}

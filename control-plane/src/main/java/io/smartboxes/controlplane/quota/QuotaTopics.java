package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about limits. */
public final class QuotaTopics {

    /** What limits a tenant has changed; the subject is the tenant's id. */
    public static final Topic LIMITS_CHANGED = new Topic("limits.changed");

    private QuotaTopics() {}
}

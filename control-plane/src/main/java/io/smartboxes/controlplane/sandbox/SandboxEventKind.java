package io.smartboxes.controlplane.sandbox;

import java.util.Locale;

/** What can be written into a sandbox's history. */
public enum SandboxEventKind {
    CREATED,
    END_WANTED,
    DEADLINE_WANTED,
    LEASED,
    STARTED,
    START_FAILED,
    DEADLINE_SET,
    ENDED;

    /** As stored: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

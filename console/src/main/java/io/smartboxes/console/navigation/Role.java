package io.smartboxes.console.navigation;

import java.util.Locale;

/** What a member is in a tenant, as far as the console shows more or less for it. The API decides what they may do. */
public enum Role {
    OWNER,
    ADMIN,
    DEVELOPER,
    BILLING,
    VIEWER;

    /** Roles that a newer API may have are shown the least. */
    public static Role of(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return VIEWER;
        }
    }

    /** Owners, admins and developers make things; the others look. */
    public boolean makesThings() {
        return this == OWNER || this == ADMIN || this == DEVELOPER;
    }

    /** Who makes things may also type into them. */
    public boolean opensTerminals() {
        return makesThings();
    }

    /** A token of a sandbox opens its files and its shells alike. */
    public boolean opensFiles() {
        return makesThings();
    }

    /** Everybody but who is here for the bills sees what sandboxes write. */
    public boolean seesLogs() {
        return this != BILLING;
    }

    /** Owners and admins see to the tenant itself. */
    public boolean administers() {
        return this == OWNER || this == ADMIN;
    }
}

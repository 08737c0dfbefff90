package io.smartboxes.controlplane.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person is in a tenant. {@link Action} says what each may do. */
public enum Role {
    OWNER,
    ADMIN,
    DEVELOPER,
    BILLING,
    VIEWER;

    /** Stable, public, as stored. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this code, if it is one. */
    public static Optional<Role> of(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }

    /** All codes, for people. */
    public static String codes() {
        return Arrays.stream(values()).map(Role::code).collect(Collectors.joining(", "));
    }
}

package io.smartboxes.console.member;

import io.smartboxes.console.navigation.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The roles as people read them. */
final class Roles {

    private Roles() {}

    /** Owners are made by owners. */
    static List<String> offered(Role mine) {
        return Arrays.stream(Role.values())
                .filter(role -> role != Role.OWNER || mine == Role.OWNER)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static String meaning(String role) {
        return switch (Role.of(role)) {
            case OWNER -> "May do everything, also delete the tenant and make other owners.";
            case ADMIN -> "Sees to members, keys and settings, and works with sandboxes.";
            case DEVELOPER -> "Works with sandboxes and makes keys of their own.";
            case BILLING -> "Sees usage and cost, and nothing of the sandboxes.";
            case VIEWER -> "Sees that sandboxes run, and not what is in them.";
        };
    }
}

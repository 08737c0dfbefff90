package io.smartboxes.console.navigation;

/** For whom a screen is of use. The others are not shown the way; the API decides what they may see. */
public enum Audience {
    EVERYBODY {
        @Override
        boolean has(Role role) {
            return true;
        }
    },
    /** Who may see sandboxes: all but billing. */
    WORKERS {
        @Override
        boolean has(Role role) {
            return role != Role.BILLING;
        }
    },
    /** Who may make things. */
    MAKERS {
        @Override
        boolean has(Role role) {
            return role.makesThings();
        }
    },
    /** Who sees to the tenant itself. */
    ADMINISTRATORS {
        @Override
        boolean has(Role role) {
            return role.administers();
        }
    },
    /** Who may read what was done. */
    AUDITORS {
        @Override
        boolean has(Role role) {
            return role.administers() || role == Role.BILLING;
        }
    };

    abstract boolean has(Role role);
}

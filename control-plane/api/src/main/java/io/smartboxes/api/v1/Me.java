package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, and where they belong.
 *
 * @param memberships oldest tenant first
 */
public record Me(User user, List<Membership> memberships, CurrentSession session) {

    public Me {
        memberships = List.copyOf(memberships);
    }

    /** A person. */
    public record User(String id, String email, @Nullable String name, Instant createdAt) {}

    /**
     * One tenant of theirs.
     *
     * @param role owner, admin, developer, billing or viewer
     */
    public record Membership(Tenant tenant, String role) {}

    /** The sign-in that this request belongs to. */
    public record CurrentSession(String id) {}
}

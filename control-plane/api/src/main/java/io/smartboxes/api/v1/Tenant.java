package io.smartboxes.api.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer: the owner of sandboxes, keys and everything else.
 *
 * @param personal made for one person at the first sign-in
 * @param standing what keeps it from going on as usual; absent when nothing does
 */
public record Tenant(
        String id,
        String name,
        boolean personal,
        Instant createdAt,
        @Nullable TenantStanding standing) {

    /** One that nothing is wrong with. */
    public Tenant(String id, String name, boolean personal, Instant createdAt) {
        this(id, name, personal, createdAt, null);
    }
}

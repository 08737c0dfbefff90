package io.smartboxes.controlplane.tenant;

import io.smartboxes.id.TenantId;
import java.time.Instant;

/**
 * A customer.
 *
 * @param personal made for one person at the first sign-in
 */
public record Tenant(TenantId id, String name, boolean personal, Instant createdAt, Standing standing) {

    /** One that nothing is wrong with. */
    public Tenant(TenantId id, String name, boolean personal, Instant createdAt) {
        this(id, name, personal, createdAt, Standing.GOOD);
    }

    /** As the public API shows it. */
    public io.smartboxes.api.v1.Tenant shown() {
        return new io.smartboxes.api.v1.Tenant(
                id.toString(), name, personal, createdAt, standing.shown().orElse(null));
    }
}

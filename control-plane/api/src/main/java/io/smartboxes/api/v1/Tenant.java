package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * A tenant, as its members see it.
 *
 * @param personal made for one person at the first sign-in
 */
public record Tenant(String id, String name, boolean personal, Instant createdAt) {}

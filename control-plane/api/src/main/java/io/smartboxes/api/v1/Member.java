package io.smartboxes.api.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person in a tenant.
 *
 * @param id of the person
 * @param role owner, admin, developer, billing or viewer
 * @param since when they joined
 */
public record Member(String id, String email, @Nullable String name, String role, Instant since) {}

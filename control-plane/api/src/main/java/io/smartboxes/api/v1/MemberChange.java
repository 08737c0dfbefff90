package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Gives a member another role.
 *
 * @param role owner, admin, developer, billing or viewer
 */
public record MemberChange(@Nullable String role) {}

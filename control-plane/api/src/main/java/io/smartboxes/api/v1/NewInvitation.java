package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Whom to invite, as what.
 *
 * @param email one bare address
 * @param role owner, admin, developer, billing or viewer
 */
public record NewInvitation(
        @Nullable String email, @Nullable String role) {}

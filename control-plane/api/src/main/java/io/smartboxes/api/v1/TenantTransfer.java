package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * To whom a tenant goes.
 *
 * @param userId of a member
 */
public record TenantTransfer(@Nullable String userId) {}

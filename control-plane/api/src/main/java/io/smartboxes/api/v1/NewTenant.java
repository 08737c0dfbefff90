package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a tenant, or gives one another name.
 *
 * @param name 1 to 100 characters
 */
public record NewTenant(@Nullable String name) {}

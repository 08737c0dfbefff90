package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param name what its owner calls it, 1 to 100 characters
 */
public record NewApiKey(@Nullable String name) {}

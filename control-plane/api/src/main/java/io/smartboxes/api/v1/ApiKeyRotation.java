package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Asks for another key in a key's place.
 *
 * @param overlap how long the old one stays valid: 0, 1h, 24h, 7d or 30d; left out, 24h
 */
public record ApiKeyRotation(@Nullable String overlap) {}

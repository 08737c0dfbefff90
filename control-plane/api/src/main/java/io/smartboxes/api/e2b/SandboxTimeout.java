package io.smartboxes.api.e2b;

import org.jspecify.annotations.Nullable;

/**
 * Moves the end of a sandbox.
 *
 * @param timeout seconds from now; may shorten its life
 */
public record SandboxTimeout(@Nullable Long timeout) {}

package io.smartboxes.api.e2b;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a sandbox alive.
 *
 * @param duration seconds from now that it should live at least, 0 to 3600
 */
public record SandboxRefresh(@Nullable Long duration) {}

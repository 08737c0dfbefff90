package io.smartboxes.api.e2b;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a handle to a running sandbox.
 *
 * @param timeout seconds from now that it should live at least
 * @param memory whether a paused one would resume with its memory; means nothing for a running one
 */
public record ConnectSandbox(
        @Nullable Long timeout, @Nullable Boolean memory) {}

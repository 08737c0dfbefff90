/**
 * Terminals of the sandboxes on this worker: shells that outlive the connections to them.
 *
 * <p>{@link io.smartboxes.agent.terminal.Terminals} takes tickets from the control plane and lets those who show one in. A
 * {@link io.smartboxes.agent.terminal.Terminal} follows its shell through the guest and keeps the last of its output; a
 * {@link io.smartboxes.agent.terminal.View} is one connection's place in that output, and holds none of it. So a reader that
 * stalls costs nothing: it misses what has left the {@link io.smartboxes.agent.terminal.Scrollback} by the time it reads on.
 */
@NullMarked
package io.smartboxes.agent.terminal;

import org.jspecify.annotations.NullMarked;

/**
 * What runs on this host and why: one state machine per sandbox, the warm pool it takes boxes from, the capacity it fits in,
 * and what becomes of it all when the agent starts again.
 *
 * <p>Nothing here ends a sandbox out of silence: only a Stop, an explicit refusal, a higher epoch, its deadline, or its own
 * box's death.
 */
@NullMarked
package io.smartboxes.agent.supervisor;

import org.jspecify.annotations.NullMarked;

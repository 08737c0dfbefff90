/** The named steps of everything the agent does in several steps, for tests that kill it at each. A leaf. */
@NullMarked
package io.smartboxes.agent.step;

import org.jspecify.annotations.NullMarked;

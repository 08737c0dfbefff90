/** The agent's process is killed at each of its steps; whatever it leaves, the next one settles. */
@NullMarked
package io.smartboxes.agent.crash;

import org.jspecify.annotations.NullMarked;

/** What the agent reads off its host: monotonic time, the kernel's boot, memory, processors, disk. A leaf. */
@NullMarked
package io.smartboxes.agent.host;

import org.jspecify.annotations.NullMarked;

/**
 * The isolation suite: attempts to leave a box, to reach what is beside it, to take more than its share, or to leave something
 * behind, each a named test against real gVisor. A machine that cannot run gVisor fails them, with the reason.
 */
@NullMarked
package io.smartboxes.agent.escape;

import org.jspecify.annotations.NullMarked;

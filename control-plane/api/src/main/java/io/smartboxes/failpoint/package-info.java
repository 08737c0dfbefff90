/** Named steps of multi-step work at which a test can end the process, to prove that the step may be interrupted. */
@NullMarked
package io.smartboxes.failpoint;

import org.jspecify.annotations.NullMarked;

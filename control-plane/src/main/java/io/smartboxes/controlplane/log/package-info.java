/**
 * Logs of sandboxes, which their workers keep. A question is a row that says whom it is for; dispatch, on whichever replica has
 * that worker's stream, passes it on and puts the answer into the row.
 */
@NullMarked
package io.smartboxes.controlplane.log;

import org.jspecify.annotations.NullMarked;

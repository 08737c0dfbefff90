/** What every answer has in common: error bodies, request ids, the log line, cursors. */
@NullMarked
package io.smartboxes.controlplane.platform.http;

import org.jspecify.annotations.NullMarked;

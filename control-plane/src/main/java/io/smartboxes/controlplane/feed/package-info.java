/**
 * What changes in a tenant, told as it happens: one reader per replica follows the log of changes and hands each to the
 * streams that are open. A stream tells current state, not steps: several changes of one thing become one event.
 */
@NullMarked
package io.smartboxes.controlplane.feed;

import org.jspecify.annotations.NullMarked;

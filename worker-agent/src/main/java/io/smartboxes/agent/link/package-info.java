/**
 * The worker's one connection to the control plane: enrols once, then keeps a stream open that brings commands and takes
 * reports. When it is down nothing happens to sandboxes; reports wait in the journal.
 */
@NullMarked
package io.smartboxes.agent.link;

import org.jspecify.annotations.NullMarked;

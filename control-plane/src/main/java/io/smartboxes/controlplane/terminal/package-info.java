/** Tickets for terminals: who may open one, until when, and that its worker knows. */
@NullMarked
package io.smartboxes.controlplane.terminal;

import org.jspecify.annotations.NullMarked;

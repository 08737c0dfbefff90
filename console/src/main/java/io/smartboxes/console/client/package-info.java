/** The public API as Java: one class per kind of thing, every answer a sealed {@link io.smartboxes.console.client.Reply}. */
@NullMarked
package io.smartboxes.console.client;

import org.jspecify.annotations.NullMarked;

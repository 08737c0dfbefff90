/** What the tenant may use, and how much of it is used. */
@NullMarked
package io.smartboxes.console.limit;

import org.jspecify.annotations.NullMarked;

/** The staff area: search, one tenant, and what staff did. It speaks the staff's part of the public API, with their own tokens. */
@NullMarked
package io.smartboxes.console.staff;

import org.jspecify.annotations.NullMarked;

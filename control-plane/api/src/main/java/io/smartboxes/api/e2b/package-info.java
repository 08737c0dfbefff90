/** The public REST contract that E2B's clients speak: field names and meanings are theirs, and only ever grow. */
@NullMarked
package io.smartboxes.api.e2b;

import org.jspecify.annotations.NullMarked;

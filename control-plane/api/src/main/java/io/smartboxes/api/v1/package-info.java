/** The public REST contract of what E2B does not have: everything under {@code /v1}. */
@NullMarked
package io.smartboxes.api.v1;

import org.jspecify.annotations.NullMarked;

/** The closed catalogue of everything that can be refused; RFC 9457 and the E2B error body are two spellings of it. */
@NullMarked
package io.smartboxes.problem;

import org.jspecify.annotations.NullMarked;

/** Typed ids: one record per kind of thing, one text form. The prefixes are a registry: append only, never reused. */
@NullMarked
package io.smartboxes.id;

import org.jspecify.annotations.NullMarked;

/** Small parts that every screen is made of. They know nothing of the API. */
@NullMarked
package io.smartboxes.console.component;

import org.jspecify.annotations.NullMarked;

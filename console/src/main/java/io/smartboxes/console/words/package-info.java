/** What people read for the API's codes and numbers; features share it and so call a thing the same. */
@NullMarked
package io.smartboxes.console.words;

import org.jspecify.annotations.NullMarked;

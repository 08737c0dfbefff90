/** API keys: the list, and what can be done with each. */
@NullMarked
package io.smartboxes.console.apikey;

import org.jspecify.annotations.NullMarked;

/** An OpenID provider and an API that tests can command, and a whole console between them. */
@NullMarked
package io.smartboxes.console.testing;

import org.jspecify.annotations.NullMarked;

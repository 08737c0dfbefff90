/** Who is signed in: tokens and their renewal, and the live feed of their tenants. */
@NullMarked
package io.smartboxes.console.session;

import org.jspecify.annotations.NullMarked;

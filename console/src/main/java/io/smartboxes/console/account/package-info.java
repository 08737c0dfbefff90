/** The person who is signed in: their sign-ins, and the end of their account. */
@NullMarked
package io.smartboxes.console.account;

import org.jspecify.annotations.NullMarked;

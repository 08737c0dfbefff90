/** Invitations to the person who is signed in. */
@NullMarked
package io.smartboxes.console.invitation;

import org.jspecify.annotations.NullMarked;

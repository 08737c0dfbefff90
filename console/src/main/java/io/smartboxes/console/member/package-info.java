/** Who belongs to a tenant, and who is asked to. */
@NullMarked
package io.smartboxes.console.member;

import org.jspecify.annotations.NullMarked;

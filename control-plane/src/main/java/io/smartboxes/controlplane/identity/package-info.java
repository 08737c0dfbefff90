/**
 * People: their access tokens, their accounts, their sign-ins. An OpenID provider says who somebody is; nothing here knows a
 * password.
 */
@NullMarked
package io.smartboxes.controlplane.identity;

import org.jspecify.annotations.NullMarked;

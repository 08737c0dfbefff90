package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * With a yes or no to an invitation.
 *
 * @param token from the mail, if that is how one came here
 */
public record InvitationAnswer(@Nullable String token) {}

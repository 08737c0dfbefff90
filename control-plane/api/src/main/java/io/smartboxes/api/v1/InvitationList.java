package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of invitations, newest first.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record InvitationList(
        List<Invitation> items, @Nullable String nextToken) {

    public InvitationList {
        items = List.copyOf(items);
    }
}

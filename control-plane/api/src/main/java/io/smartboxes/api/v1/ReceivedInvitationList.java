package io.smartboxes.api.v1;

import java.util.List;

/** Invitations that wait for one's answer, newest first; a hundred at most. */
public record ReceivedInvitationList(List<ReceivedInvitation> items) {

    public ReceivedInvitationList {
        items = List.copyOf(items);
    }
}

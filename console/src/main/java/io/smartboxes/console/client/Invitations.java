package io.smartboxes.console.client;

import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationAnswer;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.api.v1.NewInvitation;
import io.smartboxes.api.v1.ReceivedInvitationList;
import org.jspecify.annotations.Nullable;

/** Invitations that a tenant sent, and those that a person received. */
public final class Invitations {

    private static final String PATH = "/v1/invitations";

    private final ApiClient api;

    public Invitations(ApiClient api) {
        this.api = api;
    }

    /** Newest first, answered ones included. */
    public Reply<InvitationList> list() {
        return api.get(PATH + "?limit=100", InvitationList.class);
    }

    public Reply<Invitation> invite(String email, String role) {
        return api.post(PATH, new NewInvitation(email, role), Invitation.class);
    }

    public Reply<Invitation> resend(String id) {
        return api.post(PATH + "/" + Url.part(id) + "/resend", null, Invitation.class);
    }

    public Reply<Done> revoke(String id) {
        return api.delete(PATH + "/" + Url.part(id), Done.class);
    }

    /** Those that wait for the person's own answer. */
    public Reply<ReceivedInvitationList> received() {
        return api.get("/v1/me/invitations", ReceivedInvitationList.class);
    }

    /** @param token of the mail, if that is how somebody came here */
    public Reply<Done> accept(String id, @Nullable String token) {
        return api.post(PATH + "/" + Url.part(id) + "/accept", new InvitationAnswer(token), Done.class);
    }

    public Reply<Done> decline(String id) {
        return api.post(PATH + "/" + Url.part(id) + "/decline", new InvitationAnswer(null), Done.class);
    }
}

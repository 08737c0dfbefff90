package io.smartboxes.console.client;

import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberChange;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
import org.jspecify.annotations.Nullable;

/** Who belongs to a tenant. */
public final class Members {

    private static final String PATH = "/v1/members";

    private final ApiClient api;

    public Members(ApiClient api) {
        this.api = api;
    }

    /** Newest first. */
    public Reply<MemberList> list(@Nullable String after) {
        return api.get(PATH + "?limit=100" + Url.next(after), MemberList.class);
    }

    public Reply<Member> change(String user, String role) {
        return api.patch(PATH + "/" + Url.part(user), new MemberChange(role), Member.class);
    }

    /** What removing them would mean. */
    public Reply<MemberRemoval> removal(String user) {
        return api.get(PATH + "/" + Url.part(user) + "/removal", MemberRemoval.class);
    }

    /** @param keepKeys whether the keys they made go to whoever asks, instead of ending */
    public Reply<Done> remove(String user, boolean keepKeys) {
        return api.delete(PATH + "/" + Url.part(user) + (keepKeys ? "?keys=hand_over" : ""), Done.class);
    }
}

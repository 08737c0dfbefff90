package io.smartboxes.console.client;

import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberChange;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who belongs to a tenant. */
public final class Members {

    private static final String PATH = "/v1/members";

    private static final int PAGE_SIZE = 100;

    private static final int PAGES_MAX = 20;

    private final ApiClient api;

    public Members(ApiClient api) {
        this.api = api;
    }

    /** Newest first. */
    public Reply<MemberList> list(@Nullable String after) {
        return api.get(PATH + "?limit=" + PAGE_SIZE + Url.next(after), MemberList.class);
    }

    public Reply<Member> change(String user, String role) {
        return api.patch(PATH + "/" + Url.part(user), new MemberChange(role), Member.class);
    }

    /** All of them, the newest two thousand at most: who makes a choice among members, or reads a name beside an id, needs more than a page. */
    public Reply<List<Member>> all() {
        var members = new ArrayList<Member>();
        String after = null;
        int pages = 0;
        do {
            switch (list(after)) {
                case Reply.Ok<MemberList>(var page) -> {
                    members.addAll(page.items());
                    after = page.nextToken();
                }
                case Reply<MemberList> other -> {
                    return other.map(MemberList::items);
                }
            }
        } while (after != null && ++pages < PAGES_MAX);
        return new Reply.Ok<>(List.copyOf(members));
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

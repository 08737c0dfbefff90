package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of members, newest first.
 *
 * @param nextToken asks for the next page; absent on the last
 */
public record MemberList(List<Member> items, @Nullable String nextToken) {

    public MemberList {
        items = List.copyOf(items);
    }
}

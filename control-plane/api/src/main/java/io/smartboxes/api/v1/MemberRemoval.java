package io.smartboxes.api.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it would mean to remove a member.
 *
 * @param keys that they made: they end too, unless they are handed over
 * @param refused why it cannot be done now; absent when it can
 */
public record MemberRemoval(
        Member member, List<Key> keys, @Nullable String refused) {

    public MemberRemoval {
        keys = List.copyOf(keys);
    }

    /** A live key of theirs. */
    public record Key(String id, String name, String mask) {}
}

package io.smartboxes.api.v1;

import java.util.List;

/** The caller's sign-ins, newest first; the oldest beyond a hundred are left out. */
public record SessionList(List<Session> items) {

    public SessionList {
        items = List.copyOf(items);
    }
}

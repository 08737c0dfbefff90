package io.smartboxes.console.sandbox;

import java.util.List;

/** What {@link TabKind} lists, for tests of the whole console. */
public final class SandboxTabs {

    private SandboxTabs() {}

    /** The last part of each tab's address; empty for the first. */
    public static List<String> paths() {
        return TabKind.ALL.stream().map(TabKind::path).toList();
    }
}

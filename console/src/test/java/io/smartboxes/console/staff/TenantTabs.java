package io.smartboxes.console.staff;

import java.util.Arrays;
import java.util.List;

/** What {@link TenantTab} lists, for tests of the whole console. */
public final class TenantTabs {

    private TenantTabs() {}

    /** The last part of each tab's address; empty for the first. */
    public static List<String> paths() {
        return Arrays.stream(TenantTab.values()).map(TenantTab::path).toList();
    }
}

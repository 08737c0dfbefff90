package io.smartboxes.console.layout;

import com.vaadin.flow.router.ParentLayout;

/** The same within the staff area. */
@ParentLayout(StaffLayout.class)
public final class StaffMissingView extends MissingView {

    public StaffMissingView() {
        super("The link may be wrong, or what it leads to is gone.", "Search");
    }
}

package io.smartboxes.console.layout;

import com.vaadin.flow.router.ParentLayout;

/** The same within the staff area. */
@ParentLayout(StaffLayout.class)
public final class StaffFailureView extends FailureView {}

package io.smartboxes.console.staff;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.console.client.Staff;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.layout.StaffLayout;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.trail.AuditGrid;
import io.smartboxes.console.trail.AuditPages;
import io.smartboxes.console.trail.EventDrawer;

/** What staff did in whatever tenant, newest first. */
@Route(value = StaffPlace.Path.AUDIT, layout = StaffLayout.class)
public final class StaffAuditView extends ScreenView {

    private final AuditGrid grid = new AuditGrid(event -> new EventDrawer(event).open());

    public StaffAuditView(ConsoleSession session) {
        super(session, StaffPlace.AUDIT.title());
        WindowWidth.follow(this, grid::fit);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        actions(new Button("Look again", click -> reload()));
        var staff = new Staff(session().api());
        show(staff.actions(AuditPages.PAGE, null), first -> show(staff, first));
    }

    private void show(Staff staff, AuditEventList first) {
        if (first.items().isEmpty()) {
            show(Message.empty(
                    Symbol.AUDIT,
                    "Staff did nothing yet",
                    "Each look at a tenant's page and each change to a tenant is written down here, and in the tenant's own"
                            + " log."));
            return;
        }
        grid.show(new AuditPages(first, after -> staff.actions(AuditPages.PAGE, after), this::cutShort));
        var lead = new Paragraph(
                "How staff signed in, what they looked at and changed, in all tenants. An id is a tenant's.");
        lead.addClassName("lead");
        show(lead, grid);
    }

    private void cutShort(String complaint) {
        var told = Message.failed("Older events could not be loaded", complaint, null)
                .action("Load again", this::reload);
        // Later: the grid is just asking for its rows.
        var unused = UI.getCurrent().access(() -> show(grid, told));
    }
}

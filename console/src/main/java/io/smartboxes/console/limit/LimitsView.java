package io.smartboxes.console.limit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.console.client.TenantLimits;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.LiveUpdates;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.util.List;

/** How much the tenant may use, how much it does, and what happens at the end of it. */
@Route(value = Place.Path.LIMITS, layout = ConsoleLayout.class)
public final class LimitsView extends ScreenView {

    private static final List<Section> SECTIONS = List.of(
            new Section("total", "In use now"), new Section("each", "Each sandbox"), new Section("rate", "How fast"));

    private record Section(String kind, String title) {}

    private String followed = "";

    public LimitsView(ConsoleSession session) {
        super(session, "Limits");
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        actions(new Button("Look again", click -> reload()));
        show(new TenantLimits(api()).all(), this::show);
        if (!tenant().equals(followed)) {
            followed = tenant();
            LiveUpdates.follow(this, session(), tenant(), this::heard);
        }
    }

    /** Whoever runs the installation may change a limit while somebody looks at it. */
    private void heard(LiveUpdates.Batch batch) {
        if (batch.reset()) {
            new TenantLimits(api()).all().ifOk(this::show);
        }
        batch.changes().stream()
                .filter(change -> change.kind().equals("limits"))
                .forEach(change -> show(change.as(Limits.class)));
    }

    private void show(Limits limits) {
        var plan = new Paragraph("This tenant's plan is " + limits.plan().name()
                + ". What runs is never ended because of a limit; only new work is refused.");
        plan.addClassName("lead");
        var whole = new Div(plan);
        whole.addClassName("limits");
        SECTIONS.forEach(section -> whole.add(section(section, limits)));
        show(new Component[] {whole});
    }

    private static Div section(Section section, Limits limits) {
        var panels = new Div();
        panels.addClassName("limit-panels");
        limits.limits().stream()
                .filter(limit -> limit.kind().equals(section.kind()))
                .map(LimitPanel::new)
                .forEach(panels::add);
        return new Div(new H2(section.title()), panels);
    }
}

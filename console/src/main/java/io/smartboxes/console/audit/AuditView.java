package io.smartboxes.console.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.console.client.AuditLog;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.trail.AuditGrid;
import io.smartboxes.console.trail.AuditPages;
import io.smartboxes.console.trail.EventDrawer;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what, newest first. */
@Route(value = Place.Path.AUDIT, layout = ConsoleLayout.class)
public final class AuditView extends ScreenView {

    private static final int TYPING_PAUSE_MILLIS = 500;

    /** What it is done to; the API finds every action of it. */
    private static final List<String> SUBJECTS =
            List.of("", "sandbox", "api_key", "member", "invitation", "tenant", "access", "staff");

    private static final List<String> OUTCOMES = List.of("", "done", "refused");

    private final Select<String> subject = select("Action", SUBJECTS, "All actions", AuditFilter.ACTION);
    private final Select<String> outcome = select("Outcome", OUTCOMES, "Done or refused", AuditFilter.OUTCOME);
    private final TextField actor = field("Who", "Id of a user or key", AuditFilter.ACTOR);
    private final TextField target = field("To", "Id of anything", AuditFilter.TARGET);
    private final DateTimePicker from = time("From (UTC)", AuditFilter.FROM);
    private final DateTimePicker to = time("Until (UTC)", AuditFilter.TO);
    private final AuditGrid grid = new AuditGrid(event -> new EventDrawer(event).open());
    private AuditFilter filter = new AuditFilter(Map.of());

    public AuditView(ConsoleSession session) {
        super(session, Place.AUDIT.title());
        WindowWidth.follow(this, grid::fit);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        filter = AuditFilter.of(event.getLocation().getQueryParameters());
        subject.setValue(SUBJECTS.contains(filter.get(AuditFilter.ACTION)) ? filter.get(AuditFilter.ACTION) : "");
        outcome.setValue(OUTCOMES.contains(filter.get(AuditFilter.OUTCOME)) ? filter.get(AuditFilter.OUTCOME) : "");
        actor.setValue(filter.get(AuditFilter.ACTOR));
        target.setValue(filter.get(AuditFilter.TARGET));
        from.setValue(local(filter.get(AuditFilter.FROM)));
        to.setValue(local(filter.get(AuditFilter.TO)));
        actions();
        show(log(null), this::show);
    }

    private Reply<AuditEventList> log(@Nullable String after) {
        return new AuditLog(api()).list(filter.values(), AuditPages.PAGE, after);
    }

    private void show(AuditEventList first) {
        actions(export());
        if (first.items().isEmpty()) {
            show(toolbar(), nothing());
            return;
        }
        grid.show(new AuditPages(first, this::log, this::cutShort));
        show(toolbar(), grid);
    }

    /** Without it a log whose next page did not come would look complete. */
    private void cutShort(String complaint) {
        var told = Message.failed("Older events could not be loaded", complaint, null)
                .action("Load again", () -> show(log(null), this::show));
        // Later: the grid is just asking for its rows.
        var unused = UI.getCurrent().access(() -> show(toolbar(), grid, told));
    }

    private Component toolbar() {
        var toolbar = new Div(subject, outcome, actor, target, from, to);
        toolbar.addClassNames("toolbar", "filters");
        return toolbar;
    }

    private Message nothing() {
        return filter.isEmpty()
                ? Message.empty(
                        Symbol.AUDIT,
                        "Nothing was done yet",
                        "Every change in this tenant is written down here, and what was refused.")
                : Message.empty(Symbol.FILTER, "No event fits", "Nothing like that was done or refused.")
                        .action("Show all", () -> go(new AuditFilter(Map.of())));
    }

    /** The file is made while it is taken, and never held whole. */
    private Component export() {
        var download = new Anchor(
                DownloadHandler.fromInputStream(event -> switch (new AuditLog(api()).export(filter.values())) {
                    case Reply.Ok<InputStream>(var lines) ->
                        new DownloadResponse(lines, "audit-events.jsonl", "application/x-ndjson", -1);
                    case Reply<InputStream> other -> DownloadResponse.error(502, String.valueOf(other.complaint()));
                }),
                "");
        download.getElement().setAttribute("download", true);
        download.add(new Button("Export", Symbol.DOWNLOAD.icon()));
        download.getElement().setAttribute("aria-label", "Export these events as lines of JSON");
        return download;
    }

    private void go(AuditFilter wanted) {
        UI.getCurrent().navigate(Place.AUDIT.in(tenant()), wanted.query());
    }

    private Select<String> select(String label, List<String> values, String none, String name) {
        var select = new Select<String>();
        select.setAriaLabel(label);
        select.setItems(values);
        select.setItemLabelGenerator(value -> value.isEmpty() ? none : value.replace('_', ' '));
        select.addValueChangeListener(changed -> {
            if (changed.isFromClient()) {
                go(filter.with(name, changed.getValue()));
            }
        });
        return select;
    }

    private TextField field(String label, String placeholder, String name) {
        var field = new TextField();
        field.setAriaLabel(label);
        field.setPlaceholder(placeholder);
        field.setClearButtonVisible(true);
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(TYPING_PAUSE_MILLIS);
        field.addValueChangeListener(changed -> {
            if (changed.isFromClient()) {
                go(filter.with(name, changed.getValue()));
            }
        });
        return field;
    }

    private DateTimePicker time(String label, String name) {
        var picker = new DateTimePicker();
        picker.setAriaLabel(label);
        picker.setDatePlaceholder(label);
        picker.addValueChangeListener(changed -> {
            if (changed.isFromClient()) {
                var value = changed.getValue();
                go(filter.with(
                        name,
                        value == null ? "" : value.toInstant(ZoneOffset.UTC).toString()));
            }
        });
        return picker;
    }

    private static @Nullable LocalDateTime local(String text) {
        try {
            return text.isEmpty() ? null : LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC);
        } catch (DateTimeParseException other) {
            return null;
        }
    }
}

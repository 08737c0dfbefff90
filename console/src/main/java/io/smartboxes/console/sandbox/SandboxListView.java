package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.client.Snippets;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Segments;
import io.smartboxes.console.component.Snippet;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.LiveUpdates;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tenant's sandboxes, alive and ended, newest first. */
@Route(value = Place.Path.SANDBOXES, layout = ConsoleLayout.class)
public final class SandboxListView extends ScreenView {

    private static final int SEARCH_PAUSE_MILLIS = 350;
    private static final List<String> STATES = List.of("", ListFilter.RUNNING, ListFilter.ENDED);

    private final Addresses addresses;
    private final Segments states;
    private final TextField search = new TextField();
    private final Button news = new Button();
    private final Button endSelected = new Button();
    private final Set<String> unseen = new HashSet<>();
    private final SandboxGrid grid;
    private ListFilter filter = new ListFilter("", "");
    private @Nullable SandboxPages pages;

    /** When the newest row was made: what is newer waits to be asked for. */
    private Instant newest = Instant.EPOCH;

    private boolean following;

    public SandboxListView(ConsoleSession session, Addresses addresses) {
        super(session, Place.SANDBOXES.title());
        this.addresses = addresses;
        grid = new SandboxGrid(row -> Links.sandbox(tenant(), row.id()), row -> end(List.of(row)));
        grid.addSelectionListener(change -> offerEnd(change.getAllSelectedItems()));
        states = new Segments(
                "State",
                List.of("All", "Running", "Ended"),
                number -> go(new ListFilter(STATES.get(number), filter.search())));
        search.setPlaceholder("Id, name or metadata");
        search.setAriaLabel("Search sandboxes");
        search.setPrefixComponent(Symbol.SEARCH.icon());
        search.setClearButtonVisible(true);
        search.setMaxLength(ListFilter.SEARCH_MAX);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(SEARCH_PAUSE_MILLIS);
        search.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                go(new ListFilter(filter.state(), change.getValue().strip()));
            }
        });
        news.addClassName("news");
        news.setVisible(false);
        news.addClickListener(click -> load());
        endSelected.addThemeVariants(ButtonVariant.ERROR);
        endSelected.addClickListener(click -> end(List.copyOf(grid.getSelectedItems())));
        offerEnd(Set.of());
        WindowWidth.follow(this, grid::fit);
    }

    private void go(ListFilter wanted) {
        UI.getCurrent().navigate(Place.SANDBOXES.in(tenant()), wanted.query());
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        filter = ListFilter.of(event.getLocation().getQueryParameters());
        states.take(STATES.indexOf(filter.state()));
        grid.offerEnding(role().makesThings());
        if (!search.getValue().strip().equals(filter.search())) {
            search.setValue(filter.search());
        }
        load();
        if (!following) {
            following = true;
            LiveUpdates.follow(this, session(), tenant(), this::heard);
        }
    }

    private void load() {
        show(new Sandboxes(api()).list(query(null)), this::show);
    }

    private Sandboxes.Query query(@Nullable String after) {
        return new Sandboxes.Query(filter.state(), filter.search(), SandboxPages.PAGE, after);
    }

    private void show(SandboxList first) {
        unseen.clear();
        tellNews();
        actions(buttons());
        grid.deselectAll();
        newest = first.items().isEmpty()
                ? Instant.EPOCH
                : first.items().getFirst().createdAt();
        if (first.items().isEmpty()) {
            pages = null;
            if (filter.isEmpty()) {
                show(nothingYet());
            } else {
                show(toolbar(), nothingFits());
            }
            return;
        }
        pages = new SandboxPages(new Source(), new SandboxPages.Slice(first.items(), first.nextToken()));
        grid.show(pages);
        show(toolbar(), news, grid);
    }

    private Component[] buttons() {
        if (!role().makesThings()) {
            return new Component[0];
        }
        var create = new Button("Create sandbox", Symbol.PLUS.icon(), click -> openCreate());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        return new Component[] {endSelected, create};
    }

    private Component toolbar() {
        var toolbar = new Div(states, search);
        toolbar.addClassName("toolbar");
        return toolbar;
    }

    private Message nothingYet() {
        var message = Message.empty(
                Symbol.BOX,
                "No sandboxes yet",
                "Programs make them with an API key. Here is one in Python; Get started puts your key into it.");
        if (role().makesThings()) {
            message.action("Get started", () -> UI.getCurrent().navigate(Place.GET_STARTED.in(tenant())))
                    .action("Create one here", this::openCreate);
        }
        var python = new Snippets(addresses, Snippets.NO_KEY).languages().getFirst();
        return message.with(new Snippet("Make a sandbox with " + python.name(), python.run()));
    }

    private Message nothingFits() {
        return Message.empty(Symbol.FILTER, "No sandbox fits", "None is like that, alive or remembered.")
                .action("Show all", () -> go(new ListFilter("", "")));
    }

    private void openCreate() {
        new CreateSandboxDialog(new Sandboxes(api()), made -> UI.getCurrent().navigate(Links.sandbox(tenant(), made)))
                .open();
    }

    private void offerEnd(Set<Sandbox> selected) {
        long alive = selected.stream().filter(SandboxStatus::isAlive).count();
        endSelected.setVisible(alive > 0);
        endSelected.setText("End " + alive);
    }

    private void end(List<Sandbox> rows) {
        EndSandboxes.ask(
                new Sandboxes(api()),
                rows.stream().filter(SandboxStatus::isAlive).toList(),
                grid::deselectAll);
    }

    private void heard(LiveUpdates.Batch batch) {
        var known = pages;
        if (known == null) {
            // Nothing is shown that could jump.
            if (batch.reset()
                    || batch.changes().stream().anyMatch(change -> change.kind().equals("sandbox"))) {
                load();
            }
            return;
        }
        for (var change : batch.changes()) {
            if (change.kind().equals("sandbox")) {
                heard(known, change.as(Sandbox.class));
            }
        }
        if (batch.reset()) {
            known.doubt();
            grid.refresh();
            new Sandboxes(api())
                    .list(query(null))
                    .map(SandboxList::items)
                    .ifOk(rows -> rows.forEach(row -> heard(known, row)));
        }
        tellNews();
    }

    private void heard(SandboxPages known, Sandbox now) {
        if (known.change(now)) {
            grid.changed(now);
        } else if (now.createdAt().isAfter(newest)) {
            if (filter.fits(now)) {
                unseen.add(now.id());
            } else {
                unseen.remove(now.id());
            }
        }
    }

    private void tellNews() {
        news.setVisible(!unseen.isEmpty());
        news.setText(unseen.size() + " new");
    }

    /** Pages of the list as it is filtered now. */
    private final class Source implements SandboxPages.Source {

        @Override
        public SandboxPages.Slice load(@Nullable String after) {
            return switch (new Sandboxes(api()).list(query(after))) {
                case Reply.Ok<SandboxList>(var page) -> new SandboxPages.Slice(page.items(), page.nextToken());
                case Reply<SandboxList> other -> throw new UnansweredException(other);
            };
        }

        @Override
        public @Nullable Sandbox find(String id) {
            return switch (new Sandboxes(api()).get(id)) {
                case Reply.Ok<Sandbox>(var row) -> row;
                case Reply.Refused<Sandbox> refused when refused.isMissing() -> null;
                case Reply<Sandbox> other -> throw new UnansweredException(other);
            };
        }
    }
}

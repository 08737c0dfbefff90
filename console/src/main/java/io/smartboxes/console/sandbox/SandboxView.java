package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.LinkBar;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.LiveUpdates;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sandbox: its head, which follows what happens to it, and one tab below. */
@Route(value = Place.Path.SANDBOXES + "/:sandbox/:tab?", layout = ConsoleLayout.class)
public final class SandboxView extends ScreenView {

    private final Addresses addresses;
    private final InstantSource clock;
    private final Anchor back = new Anchor();
    private final Div head = new Div();
    private final LinkBar tabs = new LinkBar("About this sandbox");
    private final Div content = new Div();
    private String id = "";
    private @Nullable Sandbox shown;
    private @Nullable SandboxTab tab;
    private @Nullable TabKind kind;
    private boolean following;

    public SandboxView(ConsoleSession session, Addresses addresses, InstantSource clock) {
        super(session, "Sandbox");
        this.addresses = addresses;
        this.clock = clock;
        back.add(Symbol.BACK.icon());
        back.setAriaLabel("All sandboxes");
        back.addClassName("back");
        beforeHeading(back);
        head.addClassName("sandbox-head");
        content.addClassName("sandbox-content");
        TabKind.ALL.forEach(each -> tabs.add(each.path(), each.symbol(), each.title()));
    }

    private String address(TabKind to) {
        return to.path().isEmpty() ? Links.sandbox(tenant(), id) : Links.sandbox(tenant(), id, to.path());
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        var parameters = event.getRouteParameters();
        String wanted = parameters.get("sandbox").orElse("");
        var wantedKind = TabKind.of(parameters.get("tab").orElse(""));
        back.setHref(Place.SANDBOXES.in(tenant()));
        var query = event.getLocation().getQueryParameters();
        if (wanted.equals(id) && shown != null) {
            boolean stays = tab != null && wantedKind.equals(kind) && tab.at(query);
            if (!stays) {
                open(shown, wantedKind, query);
            }
            return;
        }
        id = wanted;
        show(new Sandboxes(api()).get(id), sandbox -> {
            title(SandboxGrid.shortId(sandbox.id()));
            show(head, tabs, content);
            open(sandbox, wantedKind, query);
            changed(sandbox);
        });
        if (!following) {
            following = true;
            LiveUpdates.follow(head, session(), tenant(), this::heard);
        }
    }

    private void open(Sandbox sandbox, TabKind to, QueryParameters query) {
        TabKind.ALL.forEach(each -> {
            tabs.lead(each.path(), address(each));
            tabs.offer(each.path(), each.audience().test(role()));
        });
        tabs.mark(to.path());
        tab = to.open().apply(new SandboxScope(session(), tenant(), sandbox, role(), addresses, clock));
        kind = to;
        tab.at(query);
        content.removeAll();
        content.add(tab.component());
    }

    private void heard(LiveUpdates.Batch batch) {
        for (var change : batch.changes()) {
            if (change.id().equals(id)) {
                changed(change.as(Sandbox.class));
            }
        }
        if (batch.reset() && shown != null) {
            new Sandboxes(api()).get(id).ifOk(this::changed);
            if (tab != null) {
                tab.doubt();
            }
        }
    }

    private void changed(Sandbox now) {
        shown = now;
        var facts = new Div(
                SandboxStatus.of(now).badge(),
                new CopyableId(now.id()).whole(),
                new Span(now.template().name()));
        facts.addClassName("facts");
        head.removeAll();
        head.add(facts);
        actions(buttons(now));
        if (tab != null) {
            tab.changed(now);
        }
    }

    private Component[] buttons(Sandbox now) {
        if (!SandboxStatus.isAlive(now) || !role().makesThings()) {
            return new Component[0];
        }
        var end = new Button(
                "End", Symbol.STOP.icon(), click -> EndSandboxes.ask(new Sandboxes(api()), List.of(now), () -> {}));
        end.addThemeVariants(ButtonVariant.ERROR);
        return new Component[] {end};
    }
}

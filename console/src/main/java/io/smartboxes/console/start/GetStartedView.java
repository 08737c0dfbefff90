package io.smartboxes.console.start;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.ApiKeys;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.client.Snippets;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.Segments;
import io.smartboxes.console.component.Snippet;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.LiveUpdates;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** From nothing to the first sandbox: a key, a snippet with the key in it, and a light that turns green. */
@Route(value = Place.Path.GET_STARTED, layout = ConsoleLayout.class)
public final class GetStartedView extends ScreenView {

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final String KEY_NAME = "Get started";

    private final Addresses addresses;
    private final InstantSource clock;
    private Step key = Step.of(1);
    private Step run = Step.of(2);
    private Step see = Step.of(3);
    private Instant since = Instant.EPOCH;

    public GetStartedView(ConsoleSession session, Addresses addresses, InstantSource clock) {
        super(session, Place.GET_STARTED.title());
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        if (!role().makesThings()) {
            show(Message.forbidden("Making keys and sandboxes is for owners, admins and developers of this tenant."));
            return;
        }
        show(new Sandboxes(api()).list(new Sandboxes.Query("", "", 1, null)), this::begin);
    }

    private void begin(SandboxList sandboxes) {
        key = Step.of(1);
        run = Step.of(2);
        see = Step.of(3);
        var lead = new Paragraph(
                "Three steps, about a minute: make a key, run a snippet, watch your first sandbox appear.");
        lead.addClassName("lead");
        offerKey();
        run.show("Run it", new Paragraph("The snippet appears here, with your key in it."));
        if (sandboxes.items().isEmpty()) {
            await();
        } else {
            seen(sandboxes.items().getFirst());
        }
        show(lead, key, run, see, without());
        LiveUpdates.follow(see, session(), tenant(), this::heard);
    }

    private void offerKey() {
        var make = new Button("Make an API key", Symbol.KEY.icon(), click -> makeKey());
        make.addThemeVariants(ButtonVariant.PRIMARY);
        make.setDisableOnClick(true);
        key.show(
                "Make an API key",
                new Paragraph(
                        "Programs show it to act for this tenant. It is shown once, so the snippet below holds it;"
                                + " if you lose it, make another."),
                make);
    }

    private void makeKey() {
        switch (new ApiKeys(api()).create(KEY_NAME)) {
            case Reply.Ok<CreatedApiKey>(var made) -> showKey(made);
            case Reply<CreatedApiKey> refused -> {
                Notice.failed(String.valueOf(refused.complaint()));
                offerKey();
            }
        }
    }

    private void showKey(CreatedApiKey made) {
        since = clock.instant();
        var another = new Button("Make another", click -> makeKey());
        another.addThemeVariants(ButtonVariant.TERTIARY);
        another.setDisableOnClick(true);
        key.done(
                "Your key is " + made.mask(),
                new Paragraph("You see it whole only now, in the snippets. Reloading this page hides it for good."),
                another);
        var languages = new Snippets(addresses, made.key()).languages();
        var chosen = new Div(snippets(languages.getFirst()));
        var choice = new Segments(
                "Language", languages.stream().map(Snippets.Language::name).toList(), number -> {
                    chosen.removeAll();
                    chosen.add(snippets(languages.get(number)));
                });
        chosen.addClassName("chosen");
        run.show("Paste into a shell", choice, chosen);
        await();
    }

    private static Div snippets(Snippets.Language language) {
        var content = new Div();
        content.addClassName("language");
        if (!language.install().isEmpty()) {
            content.add(
                    new Span("Once, to install the client:"),
                    new Snippet("Install for " + language.name(), language.install()),
                    new Span("Then, and as often as you like:"));
        }
        content.add(new Snippet("Run with " + language.name(), language.run()));
        return content;
    }

    private void await() {
        var waiting = new Div(new Div(), new Span("Waiting for your first sandbox"));
        waiting.addClassName("waiting");
        waiting.getElement().setAttribute("role", "status");
        see.show("See it run", waiting);
    }

    private void heard(LiveUpdates.Batch batch) {
        for (var change : batch.changes()) {
            if (change.kind().equals("sandbox")) {
                var sandbox = change.as(Sandbox.class);
                if (sandbox.startedAt() != null && !sandbox.createdAt().isBefore(since)) {
                    seen(sandbox);
                }
            }
        }
        if (batch.reset()
                && new Sandboxes(api()).list(new Sandboxes.Query("", "", 1, null))
                        instanceof Reply.Ok<SandboxList>(var list)
                && !list.items().isEmpty()
                && !list.items().getFirst().createdAt().isBefore(since)) {
            seen(list.items().getFirst());
        }
    }

    private void seen(Sandbox sandbox) {
        var open = new Button("Open it", Symbol.BOX.icon(), click -> open(sandbox.id()));
        open.addThemeVariants(ButtonVariant.PRIMARY);
        var all = new Button("See all sandboxes", click -> UI.getCurrent().navigate(Place.SANDBOXES.in(tenant())));
        all.addThemeVariants(ButtonVariant.TERTIARY);
        var buttons = new Div(open, all);
        buttons.addClassName("buttons");
        boolean alive = sandbox.endedAt() == null;
        see.done(
                alive ? "Your sandbox runs" : "Your sandbox ran",
                new Paragraph(
                        alive
                                ? "It ends by itself at its deadline, whatever else happens. Look inside while it"
                                        + " lasts."
                                : "It is over now; what happened to it is still there to read."),
                buttons);
    }

    private Component without() {
        var create = new Button("Open a terminal", Symbol.TERMINAL.icon(), click -> create());
        create.setDisableOnClick(true);
        var panel = new Div(
                new H2("No Python or Node at hand?"),
                new Paragraph("Make a sandbox from here and type into its shell, in this browser. It lives for "
                        + LIFE.toMinutes() + " minutes, and longer if you say so."),
                create);
        panel.addClassNames("panel", "aside");
        return panel;
    }

    private void create() {
        switch (new Sandboxes(api())
                .create("base", LIFE, Map.of(), UUID.randomUUID().toString())) {
            case Reply.Ok<CreatedSandbox>(var made) ->
                UI.getCurrent().navigate(Links.sandbox(tenant(), made.sandboxID(), Links.TERMINAL));
            case Reply<CreatedSandbox> refused -> {
                Notice.failed(String.valueOf(refused.complaint()));
                reload();
            }
        }
    }

    private void open(String sandbox) {
        UI.getCurrent().navigate(Links.sandbox(tenant(), sandbox));
    }
}

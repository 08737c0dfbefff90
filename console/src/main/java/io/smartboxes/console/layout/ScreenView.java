package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import io.smartboxes.api.v1.Me;
import io.smartboxes.console.client.ApiClient;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.ConsoleSession;
import java.util.function.Consumer;

/** What every screen has: a tenant, a way to the API, a heading, and one manner of saying that something is not as it should be. */
public abstract class ScreenView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    /** What staff are refused for, and no role has to do with it. */
    private static final String SECOND_FACTOR = "second_factor_required";

    private final ConsoleSession session;
    private final Div header = new Div();
    private final H1 heading = new H1();
    private final Div actions = new Div();
    private final Div body = new Div();
    private String title;
    private String tenant = "";
    private boolean away;

    @SuppressWarnings("this-escape") // Components are wired while they are made.
    protected ScreenView(ConsoleSession session, String title) {
        this.session = session;
        this.title = title;
        addClassName("screen");
        getElement().setAttribute("role", "main");
        header.addClassName("screen-header");
        actions.addClassName("screen-actions");
        body.addClassName("screen-body");
        heading.setText(title);
        header.add(heading, actions);
        add(header, body);
    }

    @Override
    public final void beforeEnter(BeforeEnterEvent event) {
        tenant = event.getRouteParameters().get(Links.TENANT).orElse("");
        enter(event);
    }

    /** Loads and shows it; runs again when the service is back after an outage, and when the address changes. */
    protected abstract void enter(BeforeEnterEvent event);

    protected final ConsoleSession session() {
        return session;
    }

    protected final ApiClient api() {
        return session.api(tenant);
    }

    /** The id of the tenant that the address names. */
    protected final String tenant() {
        return tenant;
    }

    /** What the person is in this tenant. */
    protected final Role role() {
        return session.me() instanceof Reply.Ok<Me>(var me)
                ? me.memberships().stream()
                        .filter(membership -> membership.tenant().id().equals(tenant))
                        .map(membership -> Role.of(membership.role()))
                        .findFirst()
                        .orElse(Role.VIEWER)
                : Role.VIEWER;
    }

    /** Heading and title of the tab. */
    protected final void title(String text) {
        title = text;
        heading.setText(text);
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    @Override
    public final String getPageTitle() {
        return title + " · SmartBoxes";
    }

    /** Replaces the buttons beside the heading. */
    protected final void actions(Component... buttons) {
        actions.removeAll();
        actions.add(buttons);
    }

    /** Stands before the heading: the way back, a badge. */
    protected final void beforeHeading(Component component) {
        header.addComponentAsFirst(component);
    }

    /** Replaces everything below the heading. */
    protected final void show(Component... content) {
        away = false;
        body.removeAll();
        body.add(content);
    }

    /** Shows the answer, or why there is none. */
    protected final <T> void show(Reply<T> reply, Consumer<T> content) {
        switch (reply) {
            case Reply.Ok<T>(var value) -> {
                away = false;
                content.accept(value);
            }
            case Reply.Refused<T> refused
            when refused.code().equals(SECOND_FACTOR) -> show(Message.forbidden(refused.title(), refused.detail()));
            case Reply.Refused<T> refused when refused.isForbidden() -> show(Message.forbidden(refused.detail()));
            case Reply.Refused<T> refused
            when refused.isMissing() ->
                show(Message.missing("It may have been removed, or the link is wrong. " + refused.detail()));
            case Reply.Refused<T> refused ->
                show(Message.failed(refused.title(), refused.detail(), refused.requestId())
                        .action("Try again", this::reload));
            case Reply.Unavailable<T> unavailable -> {
                show(Message.away());
                away = true;
            }
            // The layout takes the whole tab to where one signs in.
            case Reply.SessionOver<T> over -> show();
        }
    }

    /** Enters it anew. */
    protected final void reload() {
        getUI().ifPresent(ui -> ui.refreshCurrentRoute(false));
    }

    /** The service is back. */
    final void healed() {
        if (away) {
            reload();
        }
    }
}

package io.smartboxes.console.apikey;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.Member;
import io.smartboxes.console.client.ApiKeys;
import io.smartboxes.console.client.Members;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.LiveUpdates;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.time.InstantSource;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** A tenant's API keys, newest first; developers see their own. */
@Route(value = Place.Path.API_KEYS, layout = ConsoleLayout.class)
public final class ApiKeyListView extends ScreenView {

    private final InstantSource clock;
    private final ApiKeyGrid grid;
    private final Button more = new Button("Show more", click -> loadMore());
    private @Nullable String next;
    private boolean following;

    public ApiKeyListView(ConsoleSession session, InstantSource clock) {
        super(session, Place.API_KEYS.title());
        this.clock = clock;
        grid = new ApiKeyGrid(clock, this::rotate, this::revoke);
        more.addThemeVariants(ButtonVariant.TERTIARY);
        more.setDisableOnClick(true);
        WindowWidth.follow(this, grid::fit);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        load();
        if (!following) {
            following = true;
            LiveUpdates.follow(this, session(), tenant(), this::heard);
        }
    }

    private void load() {
        show(new ApiKeys(api()).list(null), this::show);
    }

    private void show(ApiKeyList first) {
        var create = new Button("Create API key", Symbol.PLUS.icon(), click -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        actions(create);
        next = first.nextToken();
        grid.show(first.keys());
        if (grid.isEmpty()) {
            show(Message.empty(
                            Symbol.KEY,
                            "No API keys yet",
                            "Programs show a key to act for this tenant. Make one for each place that needs one, so that each can be"
                                    + " revoked by itself.")
                    .action("Create API key", this::create));
            return;
        }
        names();
        var lead = new Paragraph("Programs show a key to act for this tenant. Each is shown once, when it is made.");
        lead.addClassName("lead");
        more.setVisible(next != null);
        show(lead, grid, more);
    }

    private void names() {
        var names = new HashMap<String, String>();
        new Members(api()).all().ifOk(members -> members.forEach(member -> names.put(member.id(), name(member))));
        grid.makers(names);
    }

    private static String name(Member member) {
        var name = member.name();
        return name == null || name.isBlank() ? member.email() : name;
    }

    private void loadMore() {
        switch (new ApiKeys(api()).list(next)) {
            case Reply.Ok<ApiKeyList>(var page) -> {
                next = page.nextToken();
                grid.add(page.keys());
                more.setVisible(next != null);
            }
            case Reply<ApiKeyList> other -> Notice.failed(String.valueOf(other.complaint()));
        }
        more.setEnabled(true);
    }

    private void create() {
        new CreateKeyDialog(new ApiKeys(api()), clock).open();
    }

    private void rotate(ApiKey key) {
        new RotateKeyDialog(new ApiKeys(api()), key).open();
    }

    private void revoke(ApiKey key) {
        RevokeKey.ask(new ApiKeys(api()), new Sandboxes(api()), key);
    }

    private void heard(LiveUpdates.Batch batch) {
        boolean wasEmpty = grid.isEmpty();
        for (var change : batch.changes()) {
            if (change.kind().equals("api-key")) {
                grid.change(change.as(ApiKey.class));
            }
        }
        if (batch.reset() || (wasEmpty && !grid.isEmpty())) {
            load();
        }
    }
}

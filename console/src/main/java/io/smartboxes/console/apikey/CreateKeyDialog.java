package io.smartboxes.console.apikey;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.NewApiKey;
import io.smartboxes.console.client.ApiKeys;
import io.smartboxes.console.client.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a key and shows it, once. What was typed stays until it worked. */
final class CreateKeyDialog extends Dialog {

    private static final int NAME_MAX = 100;
    private static final String ALL = "Everything that you may do";
    private static final String SOME = "Only what you choose";

    private final ApiKeys api;
    private final InstantSource clock;
    private final TextField name = new TextField("Name");
    private final RadioButtonGroup<String> reach = new RadioButtonGroup<>("It may do");
    private final CheckboxGroup<KeyScope> scopes = new CheckboxGroup<>("Scopes");
    private final Select<Life> life = new Select<>();
    private final IntegerField sandboxes = new IntegerField("Sandboxes at once, at most");
    private final TextArea addresses = new TextArea("Valid from these addresses only");
    private final Paragraph problem = new Paragraph();
    private final Button create = new Button("Create", click -> create());

    /** How long a key lives. */
    private enum Life {
        MONTH("30 days", Duration.ofDays(30)),
        QUARTER("90 days", Duration.ofDays(90)),
        YEAR("A year", Duration.ofDays(365)),
        FOREVER("Until it is revoked", null);

        private final String words;
        private final @Nullable Duration duration;

        Life(String words, @Nullable Duration duration) {
            this.words = words;
            this.duration = duration;
        }

        @Nullable Instant from(Instant now) {
            return duration == null ? null : now.plus(duration);
        }
    }

    CreateKeyDialog(ApiKeys api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
        setHeaderTitle("Create an API key");
        name.setRequired(true);
        name.setMaxLength(NAME_MAX);
        name.setHelperText("Where it is used, so that you know later what revoking it would stop.");
        reach.setItems(ALL, SOME);
        reach.setValue(ALL);
        reach.addValueChangeListener(changed -> scopes.setVisible(SOME.equals(changed.getValue())));
        scopes.setItems(KeyScope.values());
        scopes.setItemLabelGenerator(KeyScope::words);
        scopes.setVisible(false);
        life.setLabel("Expires after");
        life.setItems(Life.values());
        life.setItemLabelGenerator(each -> each.words);
        life.setValue(Life.QUARTER);
        sandboxes.setMin(1);
        sandboxes.setHelperText("Leave it empty for as many as the tenant may have.");
        addresses.setPlaceholder("203.0.113.0/24");
        addresses.setHelperText("One address or block a line. Leave it empty for everywhere.");
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var limits = new Div(sandboxes, addresses);
        limits.addClassName("form");
        var form = new Div(name, reach, scopes, life, new Details("More limits", limits), problem);
        form.addClassName("form");
        add(form);
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setDisableOnClick(true);
        // Not in the whole dialog: in a field of several lines Enter begins the next one.
        create.addClickShortcut(Key.ENTER).listenOn(name);
        getFooter().add(new Button("Cancel", click -> close()), create);
    }

    private void create() {
        if (name.getValue().isBlank()) {
            fail("Give it a name.");
        } else if (SOME.equals(reach.getValue()) && scopes.getValue().isEmpty()) {
            fail("Choose at least one thing that it may do.");
        } else if (sandboxes.isInvalid()) {
            fail("It can have one sandbox or more at once.");
        } else {
            switch (api.create(request())) {
                case Reply.Ok<CreatedApiKey>(var made) -> ShownOnce.in(this, "Your key " + made.name(), made);
                case Reply<CreatedApiKey> other -> fail(String.valueOf(other.complaint()));
            }
        }
    }

    private NewApiKey request() {
        var end = life.getValue().from(clock.instant());
        var blocks = addresses
                .getValue()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new NewApiKey(
                name.getValue().strip(),
                chosen(),
                blocks.isEmpty() ? null : List.copyOf(blocks),
                sandboxes.getValue(),
                end,
                end == null ? Boolean.TRUE : null);
    }

    /** Null for all that its maker may. */
    private @Nullable List<@Nullable String> chosen() {
        if (!SOME.equals(reach.getValue())) {
            return null;
        }
        return scopes.getValue().stream()
                .sorted()
                .<@Nullable String>map(KeyScope::code)
                .toList();
    }

    private void fail(String why) {
        problem.setText(why);
        problem.setVisible(true);
        create.setEnabled(true);
    }
}

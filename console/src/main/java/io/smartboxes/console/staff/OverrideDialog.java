package io.smartboxes.console.staff;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.words.LimitWords;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Lets another limit hold than the plan's, for a reason and perhaps for a time. */
final class OverrideDialog extends MeasureDialog {

    /** The API takes up to a million millions. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,13}");

    private final Limits.Limit limit;
    private final TextField number = new TextField("New limit");
    private final Checkbox unlimited = new Checkbox("No limit");
    private final DateTimePicker end = new DateTimePicker("Until (UTC); empty for good");
    private final Function<NewLimitOverride, Reply<Done>> act;

    OverrideDialog(Limits.Limit limit, Function<NewLimitOverride, Reply<Done>> act, Runnable done) {
        super("Change a limit: " + LimitWords.name(limit), "Reason", "Change it", done);
        this.limit = limit;
        this.act = act;
        var max = limit.limit();
        number.setValue(max == null ? "" : max.toString());
        number.setAllowedCharPattern("[0-9]");
        number.setValueChangeMode(ValueChangeMode.EAGER);
        number.addValueChangeListener(changed -> help());
        unlimited.addValueChangeListener(changed -> number.setEnabled(!changed.getValue()));
        help();
        ask(
                new Paragraph("Now: " + LimitWords.state(limit)
                        + ". The new limit holds within ten seconds, instead of the plan's. What runs is never ended"
                        + " because of it."),
                number,
                unlimited,
                end);
    }

    /** What the number means, while it is typed. */
    private void help() {
        String typed = number.getValue().strip();
        String unit = "In " + limit.unit() + (limit.perSeconds() == null ? "" : " per " + limit.perSeconds() + " s");
        number.setHelperText(
                NUMBER.matcher(typed).matches()
                        ? unit + ": " + LimitWords.amount(limit.resource(), Long.parseLong(typed)) + "."
                        : unit + ".");
    }

    @Override
    String mistake() {
        if (unlimited.getValue() || NUMBER.matcher(number.getValue().strip()).matches()) {
            return "";
        }
        return "Write the new limit as a whole number, or choose that there is none.";
    }

    @Override
    Reply<Done> send(String why) {
        var until = end.getValue();
        String expires = until == null ? null : until.toInstant(ZoneOffset.UTC).toString();
        return act.apply(
                unlimited.getValue()
                        ? new NewLimitOverride(null, true, why, expires)
                        : new NewLimitOverride(Long.valueOf(number.getValue().strip()), null, why, expires));
    }
}

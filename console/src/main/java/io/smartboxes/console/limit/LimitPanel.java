package io.smartboxes.console.limit;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.progressbar.ProgressBarVariant;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.words.LimitWords;

/** One limit: its name, where it stands, what happens when it is reached, and why it is not the plan's. */
final class LimitPanel extends Div {

    /** From here on the bar warns. */
    private static final double NEARLY = 0.8;

    LimitPanel(Limits.Limit limit) {
        addClassNames("panel", "limit");
        var state = new Div(LimitWords.state(limit));
        state.addClassName("limit-state");
        add(new H3(LimitWords.name(limit)), state);
        var share = LimitWords.share(limit);
        if (share != null) {
            add(bar(limit, share));
        }
        if (limit.limit() != null) {
            var reached = new Paragraph("When it is reached: " + limit.whenReached());
            reached.addClassName("lead");
            add(reached);
        }
        var override = limit.override();
        if (override != null) {
            add(why(override));
        }
    }

    private static ProgressBar bar(Limits.Limit limit, double share) {
        var bar = new ProgressBar(0, 1, share);
        bar.getElement().setAttribute("aria-label", LimitWords.name(limit) + ": " + LimitWords.state(limit));
        if (share >= 1) {
            bar.addThemeVariants(ProgressBarVariant.LUMO_ERROR);
            bar.addClassName("limit-reached");
        } else if (share >= NEARLY) {
            bar.addClassName("limit-near");
        }
        return bar;
    }

    private static Paragraph why(Limits.Override override) {
        var why = new Paragraph(new Span("Other than the plan's: " + override.reason()));
        if (override.expiresAt() != null) {
            why.add(new Span(". The plan's holds again from "), Moment.absolute(override.expiresAt()));
        }
        why.addClassName("limit-override");
        return why;
    }
}

package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.PropertyList;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What it is, how long it has left, what it has cost, and why it ended. */
final class OverviewTab implements SandboxTab {

    /** What the buttons add to its life. */
    private static final List<More> MORE = List.of(
            new More("+5 min", Duration.ofMinutes(5)),
            new More("+15 min", Duration.ofMinutes(15)),
            new More("+1 h", Duration.ofHours(1)));

    private final SandboxScope scope;
    private final Div life = panel();
    private final Div about = panel();
    private final Div labels = panel();
    private final Div cost = panel();
    private final Div whole = new Div(life, about, cost, labels);

    private record More(String text, Duration time) {}

    OverviewTab(SandboxScope scope) {
        this.scope = scope;
        whole.addClassName("overview");
        changed(scope.sandbox());
    }

    private static Div panel() {
        var panel = new Div();
        panel.addClassName("panel");
        return panel;
    }

    @Override
    public Component component() {
        return whole;
    }

    @Override
    public void changed(Sandbox now) {
        life.removeAll();
        if (SandboxStatus.isAlive(now)) {
            showRemaining(now);
        } else {
            showEnd(now);
        }
        showAbout(now);
        showLabels(now);
        showCost(now);
    }

    private void showRemaining(Sandbox now) {
        var countdown = new Div(Moment.countdown(now.endAt()));
        countdown.addClassName("countdown");
        var ends = new Paragraph(new Span("Ends by itself on "), Moment.absolute(now.endAt()));
        ends.addClassName("lead");
        life.add(new H2("Time left"), countdown, ends);
        if (scope.role().makesThings()) {
            var buttons = new Div();
            buttons.addClassName("buttons");
            for (var more : MORE) {
                buttons.add(new Button(more.text(), click -> extend(now, more.time())));
            }
            life.add(buttons);
        }
    }

    /** The API counts from now, people from the present end. */
    private void extend(Sandbox now, Duration more) {
        Instant end = now.endAt().plus(more);
        var left = Duration.between(scope.clock().instant(), end);
        switch (new Sandboxes(scope.api()).live(now.id(), left)) {
            case Reply.Ok<Done> ok -> Notice.done("It has more time.");
            case Reply<Done> other -> Notice.failed(String.valueOf(other.complaint()));
        }
    }

    private void showEnd(Sandbox now) {
        var cause = now.cause();
        life.add(new H2("Why it ended"));
        var sentence = new Paragraph(cause == null ? "That is not known." : cause.sentence());
        sentence.addClassName("cause");
        life.add(sentence);
        if (cause != null) {
            life.add(new PropertyList().add("Cause", new CopyableId(cause.code()).whole()));
        }
    }

    private void showAbout(Sandbox now) {
        var list = new PropertyList()
                .add("Template", now.template().name())
                .add("Processors", Integer.toString(now.vcpus()))
                .add("Memory", now.memoryMib() + " MiB")
                .add("Disk", now.diskMib() + " MiB")
                .add("Created", Moment.absolute(now.createdAt()));
        var started = now.startedAt();
        if (started != null) {
            list.add("Started", Moment.absolute(started));
        }
        var ended = now.endedAt();
        if (ended != null) {
            list.add("Ended", Moment.absolute(ended));
        }
        var creator = now.createdBy();
        if (creator != null) {
            String kind = creator.kind().equals("api_key") ? "API key" : "member";
            list.add("Made by", creator.name() == null ? kind : creator.name() + " (" + kind + ")")
                    .add("Their id", new CopyableId(creator.id()));
        }
        about.removeAll();
        about.add(new H2("About"), list);
    }

    /** The feed tells no cost: it is asked for when the tab opens, and with each change of the sandbox. */
    private void showCost(Sandbox now) {
        cost.setVisible(now.startedAt() != null);
        if (now.startedAt() == null) {
            return;
        }
        new Sandboxes(scope.api()).get(now.id()).ifOk(priced -> showCost(priced.cost()));
    }

    private void showCost(Sandbox.@Nullable Cost so) {
        cost.removeAll();
        if (so == null) {
            cost.setVisible(false);
            return;
        }
        var list = new PropertyList().add("Settled", "$" + so.settled());
        if (new BigDecimal(so.estimated()).signum() > 0) {
            list.add("Estimate on top", "≈ $" + so.estimated());
        }
        cost.add(new H2("Cost so far"), list);
    }

    private void showLabels(Sandbox now) {
        labels.removeAll();
        labels.add(new H2("Metadata"));
        if (now.metadata().isEmpty()) {
            var none = new Paragraph("None. Programs can set some when they make a sandbox, to find it again.");
            none.addClassName("lead");
            labels.add(none);
            return;
        }
        var list = new PropertyList();
        now.metadata().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(pair -> list.add(pair.getKey(), pair.getValue()));
        labels.add(list);
    }
}

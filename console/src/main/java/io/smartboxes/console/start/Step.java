package io.smartboxes.console.start;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.console.component.Symbol;

/** One numbered thing to do, that turns green when it is done. */
final class Step extends Div {

    private final int number;

    private Step(int number) {
        this.number = number;
        addClassNames("panel", "step");
    }

    static Step of(int number) {
        return new Step(number);
    }

    void show(String title, Component... content) {
        removeClassName("step-done");
        fill(new Span(Integer.toString(number)), title, content);
    }

    void done(String title, Component... content) {
        addClassName("step-done");
        fill(Symbol.TICK.icon(), title, content);
    }

    private void fill(Component mark, String title, Component... content) {
        removeAll();
        var circle = new Div(mark);
        circle.addClassName("step-mark");
        var body = new Div(new H2(title));
        body.addClassName("step-body");
        body.add(content);
        add(circle, body);
    }
}

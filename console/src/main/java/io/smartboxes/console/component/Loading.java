package io.smartboxes.console.component;

import com.vaadin.flow.component.html.Div;

/** Grey bars where content is about to be. */
public final class Loading extends Div {

    public Loading(int rows) {
        addClassName("loading");
        getElement().setAttribute("role", "status");
        getElement().setAttribute("aria-label", "Loading");
        for (int row = 0; row < rows; row++) {
            add(new Div());
        }
    }
}

package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Notice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows one below the other, a page at a time; what is shown stays. */
final class PagedRows<P> extends Div {

    /** Rows in one answer. */
    static final int PAGE = 50;

    private final Function<P, Page> reading;
    private final Function<String, Reply<P>> source;
    private final Div list = new Div();
    private final Button more = new Button("Show more", click -> load());
    private @Nullable String next;

    /** What a page has, and the token of the next one. */
    record Page(List<Component> rows, @Nullable String next) {

        Page {
            rows = List.copyOf(rows);
        }
    }

    /** @param source the page behind a token */
    PagedRows(P first, Function<P, Page> reading, Function<String, Reply<P>> source) {
        this.reading = reading;
        this.source = source;
        addClassName("staff-content");
        list.addClassNames("panel", "people");
        more.setDisableOnClick(true);
        add(list, more);
        append(first);
    }

    private void append(P page) {
        var read = reading.apply(page);
        list.add(read.rows());
        next = read.next();
        more.setVisible(next != null);
    }

    private void load() {
        String after = next;
        if (after != null) {
            switch (source.apply(after)) {
                case Reply.Ok<P>(var page) -> append(page);
                case Reply<P> other -> Notice.failed(String.valueOf(other.complaint()));
            }
        }
        more.setEnabled(true);
    }
}

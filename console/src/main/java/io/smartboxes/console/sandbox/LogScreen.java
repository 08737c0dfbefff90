package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import io.smartboxes.api.v1.SandboxLog;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lines of a log in the browser, which holds them: a bounded number, as text and nothing else. */
@Tag("sb-log")
final class LogScreen extends Component {

    /** Of one line; the file has it whole. */
    private static final int TEXT_MAX = 2_000;

    private static final String CALL = "return customElements.whenDefined('sb-log').then(() => this[$0]($1, $2))";

    /**
     * @param follows told whether the person is at the end of the lines, or has gone up to read
     * @param older told that they want to see what was before
     */
    LogScreen(Consumer<Boolean> follows, Runnable older) {
        getElement()
                .addEventListener(
                        "followed",
                        event -> follows.accept(
                                event.getEventData().path("event.detail.on").asBoolean()))
                .addEventData("event.detail.on");
        getElement().addEventListener("older", event -> older.run());
    }

    /**
     * Shows these instead of all others, and the end of them.
     *
     * @param note about what is before them; "older" if that can be asked for
     */
    void replace(List<SandboxLog.Line> lines, String note) {
        getElement().executeJs(CALL, "showOnly", json(lines), note);
    }

    /**
     * Adds newer ones at the end.
     *
     * @param done told when the browser shows them: until then it is to get no more
     */
    void append(List<SandboxLog.Line> lines, Runnable done) {
        getElement().executeJs(CALL, "showNewer", json(lines), "").then(shown -> done.run(), failed -> done.run());
    }

    /** Adds older ones at the beginning. */
    void prepend(List<SandboxLog.Line> lines, String note) {
        getElement().executeJs(CALL, "showOlder", json(lines), note);
    }

    private static ArrayNode json(List<SandboxLog.Line> lines) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (SandboxLog.Line line : lines) {
            String text = line.text();
            all.addObject()
                    .put("at", line.at().toEpochMilli())
                    .put("stream", line.stream())
                    .put("level", line.level())
                    .put("text", text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + " …" : text);
        }
        return all;
    }
}

package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.SandboxLogs;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.Sight;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What its processes wrote and what happened to it, as it comes, until a day after its end. */
final class LogTab implements SandboxTab {

    /** Shown at once, and in one step further back. */
    private static final int PAGE = 200;

    /** Less than the client waits for any answer. */
    private static final int WAIT_SECONDS = 10;

    private static final int TYPING_PAUSE_MILLIS = 500;
    private static final int SEARCH_MAX = 200;

    private static final Map<String, String> STREAMS =
            Map.of("", "All lines", "stdout", "Output", "stderr", "Error output", "system", "Sandbox and processes");

    private final SandboxScope scope;
    private final SandboxLogs logs;
    private final TextField search = new TextField();
    private final Select<String> stream = new Select<>();
    private final Span state = new Span();
    private final LogScreen screen = new LogScreen(this::atEnd, this::showOlder);
    private final Div content = new Div();
    private final Div whole = new Div();
    private SandboxLogs.Filter filter = SandboxLogs.Filter.NONE;
    private boolean hasStarted;
    private boolean isSeen;
    private boolean isPaused;
    private @Nullable String oldest;
    private @Nullable LogFollow follow;

    LogTab(SandboxScope scope) {
        this.scope = scope;
        this.logs = new SandboxLogs(scope.api(), scope.sandbox().id());
        this.hasStarted = scope.sandbox().startedAt() != null;
        whole.addClassName("log-tab");
        content.addClassName("log-content");
        state.addClassName("log-state");
        state.getElement().setAttribute("role", "status");
        if (!scope.role().seesLogs()) {
            whole.add(Message.forbidden("Logs show what runs in a sandbox, and your role here is about its cost."
                    + " Ask an owner or an admin to make you a viewer."));
            return;
        }
        whole.add(toolbar(), content);
        Sight.follow(whole, this::seen);
    }

    private Component toolbar() {
        search.setAriaLabel("Find in the lines");
        search.setPlaceholder("Find in the lines");
        search.setClearButtonVisible(true);
        search.setMaxLength(SEARCH_MAX);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(TYPING_PAUSE_MILLIS);
        search.addValueChangeListener(changed -> narrow());
        stream.setAriaLabel("Which lines");
        stream.setItems("", "stdout", "stderr", "system");
        stream.setItemLabelGenerator(each -> STREAMS.getOrDefault(each, each));
        stream.setValue("");
        stream.addValueChangeListener(changed -> narrow());
        var toolbar = new Div(search, stream, state, download());
        toolbar.addClassNames("toolbar", "log-toolbar");
        return toolbar;
    }

    /** The file is made while it is taken, and never held whole. */
    private Component download() {
        var link = new Anchor(
                DownloadHandler.fromInputStream(event -> switch (logs.file(filter)) {
                    case Reply.Ok<InputStream>(var lines) ->
                        new DownloadResponse(lines, scope.sandbox().id() + ".log.txt", "text/plain", -1);
                    case Reply<InputStream> other -> DownloadResponse.error(502, String.valueOf(other.complaint()));
                }),
                "");
        link.getElement().setAttribute("download", true);
        link.getElement().setAttribute("aria-label", "Download these lines as a file of text");
        link.add(new Button("Download", Symbol.DOWNLOAD.icon()));
        return link;
    }

    private void narrow() {
        filter = new SandboxLogs.Filter(stream.getValue(), search.getValue().strip());
        load();
    }

    private void showAll() {
        search.setValue("");
        stream.setValue("");
        narrow();
    }

    @Override
    public Component component() {
        return whole;
    }

    /** Its end stands in the log itself; only its start is news. */
    @Override
    public void changed(Sandbox now) {
        if (!hasStarted && now.startedAt() != null) {
            hasStarted = true;
            doubt();
        }
    }

    @Override
    public void doubt() {
        if (isSeen && !isPaused) {
            load();
        }
    }

    private void seen(boolean now) {
        isSeen = now;
        if (!now) {
            stop();
        } else if (!isPaused) {
            load();
        }
    }

    /** Whoever has gone up to read is left alone; at the end, the newest are shown. */
    private void atEnd(boolean now) {
        if (now == !isPaused) {
            return;
        }
        isPaused = !now;
        if (isPaused) {
            stop();
            state.setText("Paused");
        } else {
            load();
        }
    }

    /** Shows the newest lines, and follows them while they are in sight. */
    void load() {
        stop();
        isPaused = false;
        switch (logs.older(filter, null, PAGE)) {
            case Reply.Ok<SandboxLog>(var page) -> show(page);
            case Reply<SandboxLog> other -> failed(other);
        }
    }

    private void show(SandboxLog page) {
        List<SandboxLog.Line> lines = page.items().reversed();
        oldest = page.more() ? page.nextToken() : null;
        if (lines.isEmpty()) {
            content.removeAll();
            content.add(nothing(page.state()));
        } else {
            shown();
            screen.replace(lines, note(page));
        }
        tell(page.state());
        if (page.state().equals("live") && isSeen) {
            // Of no lines at all, whatever comes is news.
            String newest = page.items().isEmpty()
                    ? "0"
                    : Long.toString(page.items().getFirst().number());
            begin(newest);
        }
    }

    private void shown() {
        if (screen.getParent().isEmpty()) {
            content.removeAll();
            content.add(screen);
        }
    }

    private void begin(String newest) {
        whole.getUI().ifPresent(tab -> {
            var asked = filter;
            var now = new LogFollow(
                    newest,
                    after -> logs.newer(asked, after, PAGE, WAIT_SECONDS),
                    (reply, done) -> tab.access(() -> heard(reply, done)));
            follow = now.start();
        });
    }

    private void heard(Reply<SandboxLog> reply, Runnable done) {
        if (follow == null) {
            return;
        }
        switch (reply) {
            // Too far behind to catch up in steps: go to the newest.
            case Reply.Ok<SandboxLog>(var page) when page.more() -> load();
            case Reply.Ok<SandboxLog>(var page) -> {
                tell(page.state());
                if (page.items().isEmpty()) {
                    done.run();
                } else if (screen.getParent().isEmpty()) {
                    load();
                } else {
                    screen.append(page.items(), done);
                }
            }
            case Reply<SandboxLog> other -> {
                state.setText(other.complaint() + " Trying again.");
                done.run();
            }
        }
    }

    private void showOlder() {
        if (oldest == null) {
            return;
        }
        atEnd(false);
        switch (logs.older(filter, oldest, PAGE)) {
            case Reply.Ok<SandboxLog>(var page) -> {
                oldest = page.more() ? page.nextToken() : null;
                screen.prepend(page.items().reversed(), note(page));
            }
            case Reply<SandboxLog> other -> state.setText(String.valueOf(other.complaint()));
        }
    }

    private static String note(SandboxLog page) {
        if (page.more()) {
            return "older";
        }
        return page.truncated() ? "Older lines are gone: a log keeps its newest 10 MiB." : "";
    }

    private void tell(String now) {
        state.setText(
                switch (now) {
                    case "live" -> "Following";
                    case "ended" -> "Ended; kept for 24 hours";
                    default -> "";
                });
    }

    private Message nothing(String now) {
        return switch (now) {
            case "none" ->
                Message.empty(Symbol.LOGS, "This sandbox is starting", "Its lines appear here as soon as it runs.");
            case "expired" ->
                Message.empty(
                        Symbol.LOGS,
                        "These logs are gone",
                        "Logs are kept for 24 hours after a sandbox's end. Download them before, if you need them longer.");
            default ->
                filter.isNone()
                        ? Message.empty(
                                Symbol.LOGS,
                                "Nothing was written yet",
                                "What its processes write to their output and error output appears here as it comes."
                                        + " What terminals show does not.")
                        : Message.empty(Symbol.FILTER, "No line fits", "Nothing like that was written.")
                                .action("Show all", this::showAll);
        };
    }

    private void failed(Reply<SandboxLog> reply) {
        state.setText("");
        content.removeAll();
        content.add(Message.failed("The log did not come", String.valueOf(reply.complaint()), requestId(reply))
                .action("Try again", this::load));
    }

    private static @Nullable String requestId(Reply<SandboxLog> reply) {
        return switch (reply) {
            case Reply.Refused<SandboxLog> refused -> refused.requestId();
            case Reply.Unavailable<SandboxLog> away -> away.requestId();
            case Reply.Ok<SandboxLog> ok -> null;
            case Reply.SessionOver<SandboxLog> over -> null;
        };
    }

    private void stop() {
        var now = follow;
        follow = null;
        if (now != null) {
            now.stop();
        }
    }
}

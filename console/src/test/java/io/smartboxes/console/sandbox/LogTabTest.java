package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.client.SandboxLogs;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.TestSessions;
import io.smartboxes.console.testing.FakeApi;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTabTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    /** Vaadin holds the current one weakly: whoever makes one keeps it. */
    private final UI ui = new UI();

    private TestSessions sessions;

    @BeforeEach
    void start() throws Exception {
        sessions = new TestSessions();
    }

    @AfterEach
    void stop() {
        UI.setCurrent(null);
        sessions.close();
    }

    @Test
    void isOfferedToWhoMaySeeLogs() {
        assertThat(Arrays.stream(Role.values()).filter(TabKind.of("logs").audience()))
                .containsExactly(Role.OWNER, Role.ADMIN, Role.DEVELOPER, Role.VIEWER);
        assertThat(text(open(Role.BILLING))).contains("your role here is about its cost");
        assertThat(sessions.api.calls()).noneMatch(call -> call.path().contains("/logs"));
    }

    @Test
    void showsTheNewestLines() {
        answer(new SandboxLog(List.of(line(2, "two"), line(1, "one")), "ended", "1", true, false));

        var tab = open(Role.VIEWER);

        assertThat(hasScreen(tab)).isTrue();
        assertThat(text(tab)).contains("Ended; kept for 24 hours");
        assertThat(sessions.api.calls().getLast().path()).endsWith("/logs?direction=backward&limit=200");
    }

    @Test
    void saysWhyThereAreNone() {
        assertThat(withNothing("none")).contains("This sandbox is starting");
        assertThat(withNothing("expired")).contains("kept for 24 hours after a sandbox's end");
        assertThat(withNothing("ended")).contains("Nothing was written yet");
        sessions.api.answer(new FakeApi.Answer(503, """
            {"type": "/problems/worker_unheard", "title": "x", "status": 503, "detail": "Its worker cannot be heard."}\
            """));
        assertThat(text(open(Role.OWNER))).contains("The log did not come", "Its worker cannot be heard.", "Try again");
    }

    private String withNothing(String state) {
        answer(SandboxLog.empty(state));
        return text(open(Role.OWNER));
    }

    @Test
    void asksForWhatFits() {
        answer(SandboxLog.empty("ended"));
        var logs = new SandboxLogs(scope(Role.OWNER).api(), "sbx1");

        logs.older(new SandboxLogs.Filter("stderr", "a&b"), "7", 10);
        logs.newer(SandboxLogs.Filter.NONE, "7", 10, 15);
        logs.file(new SandboxLogs.Filter("", "ü"));

        assertThat(sessions.api.calls())
                .extracting(FakeApi.Call::path)
                .containsExactly(
                        "/v1/sandboxes/sbx1/logs?stream=stderr&search=a%26b&direction=backward&limit=10&nextToken=7",
                        "/v1/sandboxes/sbx1/logs?limit=10&wait=15&nextToken=7",
                        "/v1/sandboxes/sbx1/logs.txt?search=%C3%BC");
    }

    private void answer(SandboxLog page) {
        sessions.api.answer(new FakeApi.Answer(200, Json.MAPPER.writeValueAsString(page)));
    }

    private static SandboxLog.Line line(long number, String text) {
        return new SandboxLog.Line(number, Instant.EPOCH, "info", "stdout", 1L, text);
    }

    /** As when it comes into sight. */
    private LogTab open(Role role) {
        UI.setCurrent(ui);
        var tab = new LogTab(scope(role));
        if (role.seesLogs()) {
            tab.load();
        }
        return tab;
    }

    private SandboxScope scope(Role role) {
        return new SandboxScope(
                sessions.signedIn(),
                sessions.api.tenant(),
                FakeApi.sandbox("RUNNING", Instant.parse("2026-01-01T00:00:00Z"), null, Map.of()),
                role,
                new Addresses(NOWHERE, NOWHERE),
                InstantSource.system());
    }

    private static String text(LogTab tab) {
        return tab.component().getElement().getTextRecursively();
    }

    private static boolean hasScreen(LogTab tab) {
        return tab.component().getChildren().anyMatch(part -> part.getChildren().anyMatch(LogScreen.class::isInstance));
    }
}

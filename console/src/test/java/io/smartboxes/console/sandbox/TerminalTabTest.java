package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Addresses;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.TestSessions;
import io.smartboxes.console.testing.FakeApi;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalTabTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private TestSessions sessions;

    @BeforeEach
    void start() throws Exception {
        sessions = new TestSessions();
    }

    @AfterEach
    void stop() {
        sessions.close();
    }

    @Test
    void isOfferedToWhoMayTypeIntoSandboxes() {
        var tab = TabKind.of(Links.TERMINAL);

        assertThat(tab.title()).isEqualTo("Terminal");
        assertThat(Arrays.stream(Role.values()).filter(tab.audience()))
                .containsExactly(Role.OWNER, Role.ADMIN, Role.DEVELOPER);
    }

    @Test
    void saysWhyItIsClosedToTheOthers() {
        for (var role : new Role[] {Role.VIEWER, Role.BILLING}) {
            var tab = tab(role, running());

            assertThat(text(tab)).contains("your role here only lets you look");
            assertThat(hasScreen(tab)).isFalse();
        }
    }

    @Test
    void saysThatTheSandboxIsOver() {
        var tab = tab(Role.DEVELOPER, FakeApi.sandbox("TERMINATED", CREATED, "Over.", Map.of()));

        assertThat(text(tab)).contains("This sandbox has ended");
        assertThat(hasScreen(tab)).isFalse();
    }

    @Test
    void opensAsSoonAsTheSandboxRuns() {
        var running = running();
        var tab = tab(Role.DEVELOPER, as(running, "STARTING", null));
        assertThat(text(tab)).contains("This sandbox is starting");

        tab.changed(running);

        assertThat(hasScreen(tab)).isTrue();
    }

    @Test
    void keepsWhatIsOnItsScreenWhenTheSandboxEnds() {
        var tab = tab(Role.OWNER, running());
        assertThat(hasScreen(tab)).isTrue();

        tab.changed(FakeApi.sandbox("TERMINATED", CREATED, "Over.", Map.of()));

        assertThat(hasScreen(tab)).isTrue();
    }

    @Test
    void asksForATicketForEachConnection() {
        var scope = scope(Role.OWNER, running());
        var screen = new TerminalScreen(scope);
        sessions.api.answer(new FakeApi.Answer(201, """
            {"ticket": "hush", "terminal": "trm_1", "url": "ws://127.0.0.1:9/terminals/x", "expiresAt": "2026-01-01T00:01:00Z"}\
            """));

        var first = screen.ticket("");
        var again = screen.ticket("trm_1");

        assertThat(first.path("ticket").asString()).isEqualTo("hush");
        assertThat(first.path("terminal").asString()).isEqualTo("trm_1");
        assertThat(first.path("url").asString()).isEqualTo("ws://127.0.0.1:9/terminals/x");
        assertThat(again).isEqualTo(first);
        var calls = sessions.api.calls().stream()
                .filter(call ->
                        call.path().equals("/v1/sandboxes/" + scope.sandbox().id() + "/terminal-tickets"))
                .toList();
        assertThat(calls).extracting(FakeApi.Call::method).containsExactly("POST", "POST");
        assertThat(calls.getFirst().body()).doesNotContain("trm_");
        assertThat(calls.getLast().body()).contains("\"terminal\":\"trm_1\"");
    }

    @Test
    void triesAgainByItselfOnlyWhereThatMayHelp() {
        var screen = new TerminalScreen(scope(Role.OWNER, running()));

        assertThat(refused(screen, 409, "limit_reached", "Eight are open.")).isEqualTo("Eight are open. false");
        assertThat(refused(screen, 403, "role_forbids", "Viewers look.")).isEqualTo("Viewers look. false");
        assertThat(refused(screen, 503, "worker_unheard", "In a moment.")).isEqualTo("In a moment. true");
        assertThat(refused(screen, 503, "service_unavailable", "Restarting.")).isEqualTo("Restarting. true");
        assertThat(refused(screen, 401, "session_ended", "Sign in again.")).isEqualTo("Sign in again. false");
    }

    private String refused(TerminalScreen screen, int status, String type, String detail) {
        sessions.api.answer(new FakeApi.Answer(status, """
            {"type": "/problems/%s", "title": "x", "status": %d, "detail": "%s"}\
            """.formatted(type, status, detail)));
        var answer = screen.ticket(null);
        assertThat(answer.has("ticket")).isFalse();
        return answer.path("refusal").asString() + " " + answer.path("again").asBoolean();
    }

    private TerminalTab tab(Role role, Sandbox sandbox) {
        return new TerminalTab(scope(role, sandbox));
    }

    private SandboxScope scope(Role role, Sandbox sandbox) {
        return new SandboxScope(
                sessions.signedIn(),
                sessions.api.tenant(),
                sandbox,
                role,
                new Addresses(NOWHERE, NOWHERE),
                InstantSource.system());
    }

    private static Sandbox running() {
        return FakeApi.sandbox("RUNNING", CREATED, null, Map.of());
    }

    private static Sandbox as(Sandbox sandbox, String state, @Nullable Instant startedAt) {
        return new Sandbox(
                sandbox.id(),
                sandbox.template(),
                state,
                sandbox.wanted(),
                sandbox.vcpus(),
                sandbox.memoryMib(),
                sandbox.diskMib(),
                sandbox.metadata(),
                sandbox.createdAt(),
                startedAt,
                sandbox.endAt(),
                null,
                null,
                sandbox.createdBy(),
                null);
    }

    private static String text(TerminalTab tab) {
        return tab.component().getElement().getTextRecursively();
    }

    private static boolean hasScreen(TerminalTab tab) {
        return tab.component().getChildren().anyMatch(TerminalScreen.class::isInstance);
    }
}

package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.agent.terminal.TicketGrant;
import io.smartboxes.agent.testing.ScreenClient;
import io.smartboxes.agent.testing.ShellGuest;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Terminals as pages reach them: through the sandbox's own worker, and through another. */
@Timeout(120)
class GatewayTerminalTest {

    private static final String CONSOLE = "http://console.test:8083";

    private final TestDirectory directory = new TestDirectory();
    private final Terminals terminals = directory.terminals();
    private final AtomicInteger tickets = new AtomicInteger();
    private ShellGuest guest;
    private Gateway gateway;
    private LocalSandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        guest = new ShellGuest();
        gateway = Gateway.start(TestSettings.ordinary(), directory, terminals);
        sandbox = directory.start(SandboxId.next(InstantSource.system()), guest.port());
        terminals.welcomed(List.of(CONSOLE));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        terminals.close();
        guest.close();
    }

    @Test
    void passesWhatIsTypedAndShown() {
        try (var screen = open("trm_1", true)) {
            screen.type("hello");

            Eventually.holds("it is shown", () -> screen.shown().equals("hello"));
            assertThat(screen.heard("ready").orElseThrow().path("terminal").asText())
                    .isEqualTo("trm_1");
            screen.say("{\"type\":\"resize\",\"columns\":100,\"rows\":30}");
            Eventually.holds("it is resized", () -> guest.sizes().contains("100x30"));
        }
    }

    @Test
    void saysHowTheShellEnded() {
        try (var screen = open("trm_1", true)) {
            screen.type("exit 7\n");

            assertThat(screen.awaitClosed())
                    .extracting(ScreenClient.Closed::code)
                    .isEqualTo(1000);
            assertThat(screen.heard("exit").orElseThrow().path("code").asInt()).isEqualTo(7);
        }
        try (var late = open("trm_1", false)) {
            assertThat(late.awaitClosed().code()).isEqualTo(4404);
        }
    }

    @Test
    void showsTheSameScreenToWhoeverComesBack() {
        try (var screen = open("trm_1", true)) {
            screen.type("before");
            Eventually.holds("it is shown", () -> screen.shown().equals("before"));
        }
        try (var again = open("trm_1", false)) {
            Eventually.holds("it is shown again", () -> again.shown().equals("before"));
            assertThat(again.heard("ready").orElseThrow().path("replay").asInt())
                    .isEqualTo(6);
            again.type("after");
            Eventually.holds("it is the same shell", () -> again.shown().equals("beforeafter"));
        }
        assertThat(guest.shells()).isEqualTo(1);
    }

    @Test
    void refusesPagesThatAreNotTheConsoles() {
        for (String foreign :
                List.of("http://evil.test", "null", CONSOLE + ".evil.test", "https://console.test:8083")) {
            assertThatThrownBy(() -> new ScreenClient(gateway.port(), id(), foreign).close())
                    .as(foreign)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(403));
        }
    }

    @Test
    void wantsATicketFirst() throws IOException {
        try (var typing = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            assertThat(typing.type("ls\n").awaitClosed().code()).isEqualTo(4400);
        }
        try (var guessing = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            assertThat(guessing.open("x".repeat(43), 80, 24).awaitClosed().code())
                    .isEqualTo(4401);
        }
        try (var odd = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            assertThat(odd.open("x", 0, 24).awaitClosed().reason()).contains("columns and rows");
        }
        try (var saying = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            assertThat(saying.say("not json").awaitClosed().code()).isEqualTo(4400);
        }
        try (var silent = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            assertThat(silent.awaitClosed().code()).isEqualTo(4408);
        }
        try (var client = new RawClient(gateway.port())) {
            assertThat(client.get("/terminals/" + id(), "Host: localhost").status())
                    .isEqualTo(426);
        }
        assertThat(guest.shells()).isZero();
    }

    @Test
    void takesATicketOnce() {
        String ticket = ticket("trm_1", true);
        try (var first = new ScreenClient(gateway.port(), id(), CONSOLE).open(ticket, 80, 24);
                var second = new ScreenClient(gateway.port(), id(), CONSOLE)) {
            Eventually.holds("the first is in", () -> first.heard("ready").isPresent() || !first.isOpen());
            assertThat(first.isOpen()).as(first.toString()).isTrue();

            assertThat(second.open(ticket, 80, 24).awaitClosed().code()).isEqualTo(4401);
            assertThat(first.isOpen()).isTrue();
        }
    }

    @Test
    void endsWithTheRightToIt() {
        try (var screen = open("trm_1", true);
                var other = open("trm_1", false)) {
            Eventually.holds(
                    "both are in",
                    () -> screen.heard("ready").isPresent()
                            && other.heard("ready").isPresent());

            terminals.revoke("tkt_1");

            assertThat(screen.awaitClosed().code()).isEqualTo(4403);
            other.type("still");
            Eventually.holds("the other goes on", () -> other.shown().equals("still"));
        }
    }

    @Test
    void endsWithItsSandbox() {
        try (var screen = open("trm_1", true)) {
            Eventually.holds("it is in", () -> screen.heard("ready").isPresent());

            directory.end(sandbox, gateway);
            terminals.sandboxEnded(sandbox.runtimeId());

            assertThat(screen.awaitClosed().code()).isEqualTo(4410);
        }
    }

    @Test
    void isReachedThroughAnotherWorkersGateway() {
        var elsewhere = new TestDirectory();
        elsewhere.place(sandbox.id(), new SandboxLocation.AtPeer("owner", "127.0.0.1", gateway.peerPort()));
        try (var others = elsewhere.terminals();
                Gateway other = Gateway.start(TestSettings.ordinary(), elsewhere, others);
                var screen = new ScreenClient(other.port(), id(), CONSOLE)) {
            screen.open(ticket("trm_1", true), 80, 24).type("far away");

            Eventually.holds("it is shown", () -> screen.shown().equals("far away") || !screen.isOpen());
            assertThat(screen.shown()).as(screen.toString()).isEqualTo("far away");
            assertThatThrownBy(() -> new ScreenClient(other.port(), id(), "http://evil.test").close())
                    .hasCauseInstanceOf(WebSocketHandshakeException.class);
            terminals.revoke("tkt_1");
            assertThat(screen.awaitClosed().code()).isEqualTo(4403);
        }
    }

    private ScreenClient open(String terminal, boolean isNew) {
        return new ScreenClient(gateway.port(), id(), CONSOLE).open(ticket(terminal, isNew), 80, 24);
    }

    private String ticket(String terminal, boolean isNew) {
        int number = tickets.incrementAndGet();
        String text = "secret-" + number;
        terminals.grant(
                new TicketGrant("tkt_" + number, sandbox.id(), 1, hash(text), terminal, isNew, 60_000, "usr_test"));
        return text;
    }

    private String id() {
        return sandbox.id().toString();
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

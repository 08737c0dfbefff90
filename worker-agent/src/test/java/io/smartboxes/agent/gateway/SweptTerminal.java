package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.agent.terminal.TicketGrant;
import io.smartboxes.agent.testing.ScreenClient;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens terminals by tickets good and bad, and says what came of it in the words of the table.
 *
 * @param shell the sandbox whose terminals these are
 * @param another of another tenant
 */
record SweptTerminal(Terminals terminals, LocalSandbox shell, LocalSandbox another, AtomicInteger tickets) {

    static final String CONSOLE = "http://console.test:8083";
    static final String ELSEWHERE = "http://elsewhere.test";

    private static final long TICKET_MILLIS = 60_000;

    /** What a page says before it may say more. */
    static List<String> handshake(String sandbox) {
        return List.of(
                "GET /terminals/" + sandbox + " HTTP/1.1",
                "Host: localhost",
                "Origin: " + CONSOLE,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    String open(Gateway gateway, Showing showing) {
        String origin = showing == Showing.HOLDERS_ELSEWHERE ? ELSEWHERE : CONSOLE;
        try (var screen = new ScreenClient(gateway.port(), shell.id().toString(), origin)) {
            if (showing == Showing.NOTHING) {
                screen.type("ls\n");
            } else {
                screen.open(showing == Showing.TWO ? used(gateway) : ticket(showing), 80, 24);
            }
            awaitDecision(screen);
            return screen.isOpen()
                    ? "in, a shell"
                    : "closed " + screen.awaitClosed().code();
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode() + " to the handshake";
            }
            throw refused;
        }
    }

    /** One that a first page has been let in by. */
    private String used(Gateway gateway) {
        String ticket = ticket(Showing.HOLDERS);
        try (var first = new ScreenClient(gateway.port(), shell.id().toString(), CONSOLE)) {
            awaitDecision(first.open(ticket, 80, 24));
            return ticket;
        }
    }

    private static void awaitDecision(ScreenClient screen) {
        Eventually.holds("it is decided", () -> screen.heard("ready").isPresent() || !screen.isOpen());
    }

    private String ticket(Showing showing) {
        return switch (showing) {
            case NOTHING -> "";
            case NONSENSE -> "'or'1'='1";
            case GUESTS -> shell.accessToken();
            case STRANGERS, OTHER_SANDBOXES -> ticket(another, false);
            case REVOKED -> ticket(shell, true);
            case TWO, HOLDERS, HOLDERS_ELSEWHERE -> ticket(shell, false);
        };
    }

    private String ticket(LocalSandbox sandbox, boolean isRevoked) {
        int number = tickets.incrementAndGet();
        String id = "tkt_" + number;
        String text = "secret-" + number;
        terminals.grant(new TicketGrant(
                id, sandbox.id(), 1, GatewayTerminalTest.hash(text), "trm_" + number, true, TICKET_MILLIS, "usr_test"));
        if (isRevoked) {
            terminals.revoke(id);
        }
        return text;
    }
}

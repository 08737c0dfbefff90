package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * What opens a terminal, once.
 *
 * @param ticket to be sent as the first message of the WebSocket, and nowhere else
 * @param terminal names the terminal when its connection is lost: ask for another ticket with it
 * @param url of the WebSocket
 * @param expiresAt from then on the ticket opens nothing
 */
public record TerminalTicket(String ticket, String terminal, String url, Instant expiresAt) {

    @Override
    public String toString() {
        return "TerminalTicket[" + terminal + "]";
    }
}

package io.smartboxes.agent.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Why the gateway itself answers a request.
 *
 * <p>E2B's clients tell these apart by status and by words in the message ("was not found", "port is not open"), so no other
 * refusal may contain those words.
 */
sealed interface Refusal {

    int status();

    String message();

    /** The JSON object sent to the client. */
    default ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put("code", status()).put("message", message());
    }

    /** Unknown, ended or not running: the caller cannot tell which, nor whose it was. */
    record NotFound(String sandboxId) implements Refusal {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String message() {
            return "The sandbox was not found";
        }

        @Override
        public ObjectNode body() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("sandboxId", sandboxId)
                    .put("message", message())
                    .put("code", status());
        }
    }

    /** Nothing answers at that port of a running sandbox. */
    record PortClosed(String sandboxId, int port) implements Refusal {
        @Override
        public int status() {
            return 502;
        }

        @Override
        public String message() {
            return "The sandbox is running but port is not open";
        }

        @Override
        public ObjectNode body() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("sandboxId", sandboxId)
                    .put("message", message())
                    .put("port", port)
                    .put("code", status());
        }
    }

    /** Everything that E2B's contract has no words for. */
    record Other(int status, String message) implements Refusal {}

    static Refusal unlocated() {
        return new Other(
                502,
                "This gateway cannot tell which worker has the sandbox, because it does not hear the control plane;"
                        + " nothing is known to be wrong with the sandbox. Try again in a moment");
    }

    static Refusal notAWebSocket() {
        return new Other(426, "A terminal is opened by a WebSocket; its first message is the ticket");
    }

    static Refusal foreignPage() {
        return new Other(
                403,
                "This page may not open terminals: its address is none of the console's"
                        + " (setting smartboxes.terminal.origins)");
    }

    /** E2B's words, which its clients show. */
    static Refusal unauthorized(Shown shown) {
        return new Other(
                401,
                shown instanceof Shown.Signature
                        ? "invalid signature"
                        : "unauthorized access, please provide a valid access token or method signing if supported");
    }

    static Refusal holdersUnheard() {
        return new Other(
                503,
                "This gateway cannot tell who may enter the sandbox, because it does not hear the control plane; nothing"
                        + " is known to be wrong with the sandbox. Try again in a moment");
    }

    static Refusal peerUnreachable() {
        return new Other(
                502, "The gateway of the worker that has the sandbox cannot be reached. Try again in a moment");
    }

    static Refusal brokenBeforeAnswer() {
        return new Other(502, "The sandbox closed the connection before it answered the request");
    }

    static Refusal notAnsweredWithin(Duration limit) {
        return new Other(
                504,
                "No byte was received or sent for " + limit.toSeconds() + " s (limit gateway.exchange-idle-seconds)");
    }

    static Refusal tooManyStreams(int max) {
        return new Other(
                503,
                "The sandbox has " + max
                        + " requests under way, the most allowed (limit gateway.streams-per-sandbox-max);"
                        + " end some and try again");
    }

    static Refusal tooManyConnections(int max) {
        return new Other(
                503,
                "This gateway has " + max + " open connections, the most allowed (limit gateway.connections-max);"
                        + " try again later");
    }
}

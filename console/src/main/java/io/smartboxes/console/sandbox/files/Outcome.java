package io.smartboxes.console.sandbox.files;

import io.smartboxes.console.client.Json;
import io.smartboxes.console.client.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What became of a file on its way, for the browser. */
record Outcome(int status, String message) {

    static final Outcome DONE = new Outcome(200, "");

    private static final int AWAY = 503;

    static Outcome of(Reply<?> reply) {
        int status = switch (reply) {
            case Reply.Ok<?> ok -> DONE.status;
            case Reply.Refused<?> refused -> refused.status();
            case Reply.SessionOver<?> over -> HttpServletResponse.SC_FORBIDDEN;
            case Reply.Unavailable<?> away -> AWAY;
        };
        return status == DONE.status
                ? DONE
                : new Outcome(status, FileTrouble.of(reply).words());
    }

    boolean isFailure() {
        return status >= 300;
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(Json.MAPPER.writeValueAsString(Map.of("message", message)));
    }
}

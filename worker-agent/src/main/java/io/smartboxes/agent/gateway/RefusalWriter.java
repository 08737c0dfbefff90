package io.smartboxes.agent.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes a refusal as the client can read it: JSON, a page for browsers, or the yes that a preflight needs to see either. */
final class RefusalWriter {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";

    private RefusalWriter() {}

    static Future<Void> write(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        allowEveryOrigin(response);
        if (isPreflight(request)) {
            // A refused preflight would hide the reason from the page: the request that follows gets it.
            return response.setStatusCode(204).end();
        }
        response.setStatusCode(refusal.status()).putHeader("Cache-Control", "no-store");
        if (refusal.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        if (wantsPage(request)) {
            return response.putHeader("Content-Type", HTML).end(page(refusal));
        }
        return response.putHeader("Content-Type", JSON).end(refusal.body().toString());
    }

    /** The guest allows every origin as well; "*" does not cover Authorization, so it is named. */
    static void allowEveryOrigin(HttpServerResponse response) {
        response.putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Methods", "*")
                .putHeader("Access-Control-Allow-Headers", "*, Authorization")
                .putHeader("Access-Control-Expose-Headers", "*")
                .putHeader("Access-Control-Max-Age", "7200");
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().name().equals("OPTIONS")
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/html");
    }

    private static String page(Refusal refusal) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%d</title></head>
                <body style="font-family: sans-serif; max-width: 40em; margin: 4em auto">
                <h1>%s</h1>
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(
                        refusal.status(),
                        escape(refusal.message()),
                        escape(refusal.body().toPrettyString()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

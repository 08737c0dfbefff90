package io.smartboxes.console.session;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A page that needs neither a session nor JavaScript: for the moments when the console itself cannot be shown.
 *
 * @param link where its button leads, with what it says
 * @param retrySeconds after which it asks again by itself; 0 for never
 */
public record StaticPage(
        String title, String sentence, @Nullable Link link, int retrySeconds) {

    /** Where a button leads, and what it says. */
    public record Link(String to, String text) {}

    /** Answers a request with it. */
    public void send(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        if (retrySeconds > 0) {
            response.setHeader("Retry-After", Integer.toString(retrySeconds));
        }
        response.getWriter().write(html());
    }

    String html() {
        var retry = retrySeconds > 0 ? "<meta http-equiv=\"refresh\" content=\"" + retrySeconds + "\">" : "";
        var wait = retrySeconds > 0 ? "<div class=\"wait\" role=\"progressbar\" aria-label=\"waiting\"></div>" : "";
        var button = link == null
                ? ""
                : "<a class=\"button\" href=\"" + escape(link.to()) + "\">" + escape(link.text()) + "</a>";
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            %s
            <title>%s · SmartBoxes</title>
            <link rel="icon" href="/icons/smartboxes.svg">
            <link rel="stylesheet" href="/css/page.css">
            </head>
            <body>
            <main>
            <img src="/icons/smartboxes.svg" alt="" width="48" height="48">
            <h1>%s</h1>
            <p>%s</p>
            %s%s
            </main>
            </body>
            </html>
            """.formatted(retry, escape(title), escape(title), escape(sentence), wait, button);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

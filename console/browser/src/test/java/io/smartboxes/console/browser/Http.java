package io.smartboxes.console.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain requests, as a program makes them. */
final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** The mail catcher hangs up on whoever offers to go on in HTTP/2. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static String get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url))).body();
    }

    /** What a program with this key is answered. */
    static int statusWith(String key, String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).header("X-API-KEY", key))
                .statusCode();
    }

    static HttpResponse<String> post(String key, String url, String json) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("X-API-KEY", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** What a program with this key is answered that wants it gone. */
    static int delete(String key, String url) {
        return send(HttpRequest.newBuilder(URI.create(url))
                        .header("X-API-KEY", key)
                        .DELETE())
                .statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

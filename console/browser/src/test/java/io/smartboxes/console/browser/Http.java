package io.smartboxes.console.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

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

    /** @param client name and secret, with a colon between them */
    static HttpResponse<String> postForm(String url, String client, String form) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** As a person, in one of their tenants. */
    static HttpResponse<String> delete(String token, String tenant, String url) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Smartboxes-Tenant", tenant)
                .DELETE());
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

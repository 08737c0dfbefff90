package io.smartboxes.console.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A browser without a screen: keeps cookies, follows redirects, runs no scripts. */
public final class ScriptlessBrowser {

    private final HttpClient http;
    private final HttpClient still;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final URI console;

    public ScriptlessBrowser(int port) {
        console = URI.create("http://127.0.0.1:" + port);
        // Whoever offers HTTP/2 sends Upgrade with each request, which no browser does in the clear.
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        still = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .build();
    }

    /** Sends whatever a script could. */
    public <T> HttpResponse<T> send(
            String path, Consumer<HttpRequest.Builder> request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(console.resolve(path));
        request.accept(builder);
        return http.send(builder.build(), body);
    }

    /** The first answer, wherever it leads. */
    public HttpResponse<String> once(String path, Consumer<HttpRequest.Builder> request)
            throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(console.resolve(path));
        request.accept(builder);
        return still.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What it would send along to that path. */
    public String cookies(String path) throws IOException {
        return String.join("; ", cookies.get(console.resolve(path), Map.of()).getOrDefault("Cookie", List.of()));
    }

    /** Where it would open a WebSocket to that path. */
    URI webSocket(String path) {
        return URI.create("ws://" + console.getAuthority() + path);
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(console.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

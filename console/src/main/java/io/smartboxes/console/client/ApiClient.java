package io.smartboxes.console.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the API for one person in one tenant; every outcome is a {@link Reply}, none an exception. */
public final class ApiClient {

    /** A screen waits for its answer, and its window with it. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    /** A create waits for its sandbox. */
    private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(75);

    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;
    private static final String TENANT = "Smartboxes-Tenant";
    private static final String BACKGROUND = "Smartboxes-Background";
    private static final String UNREACHABLE = "SmartBoxes cannot be reached just now.";

    private final HttpClient http;
    private final URI api;
    private final Caller caller;
    private final @Nullable String tenant;

    /**
     * @param http shared by everybody
     * @param tenant which every call is about; null for calls about the person
     */
    public ApiClient(HttpClient http, URI api, Caller caller, @Nullable String tenant) {
        this.http = http;
        this.api = api;
        this.caller = caller;
        this.tenant = tenant;
    }

    public <T> Reply<T> get(String path, Class<T> type) {
        return call("GET", path, null, type, ANSWER_TIMEOUT, Map.of());
    }

    public <T> Reply<T> post(String path, @Nullable Object body, Class<T> type) {
        return call("POST", path, body, type, ANSWER_TIMEOUT, Map.of());
    }

    /**
     * The same, done once however often it is sent, and waited for as long as a sandbox may take.
     *
     * @param key made up by the caller for this one act
     */
    public <T> Reply<T> postOnce(String path, @Nullable Object body, Class<T> type, String key) {
        return call("POST", path, body, type, CREATION_TIMEOUT, Map.of("Idempotency-Key", key));
    }

    public <T> Reply<T> patch(String path, @Nullable Object body, Class<T> type) {
        return call("PATCH", path, body, type, ANSWER_TIMEOUT, Map.of());
    }

    public <T> Reply<T> put(String path, @Nullable Object body, Class<T> type) {
        return call("PUT", path, body, type, ANSWER_TIMEOUT, Map.of());
    }

    public <T> Reply<T> delete(String path, Class<T> type) {
        return call("DELETE", path, null, type, ANSWER_TIMEOUT, Map.of());
    }

    /** An open body, for the caller to read and close: streams and downloads. */
    public Reply<InputStream> open(String path, Map<String, String> headers) {
        var credential = caller.token();
        if (!(credential instanceof Caller.Granted(var token))) {
            return told(without(credential));
        }
        try {
            var request = request("GET", path, null, token, headers).build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return told(
                    response.statusCode() < 300
                            ? new Reply.Ok<>(response.body())
                            : refusal(response.statusCode(), read(response.body()), requestId(response)));
        } catch (IOException unreachable) {
            return told(new Reply.Unavailable<>(UNREACHABLE, null));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Unavailable<>(UNREACHABLE, null);
        }
    }

    private <T> Reply<T> call(
            String method,
            String path,
            @Nullable Object body,
            Class<T> type,
            Duration timeout,
            Map<String, String> headers) {
        var credential = caller.token();
        if (!(credential instanceof Caller.Granted(var token))) {
            return told(without(credential));
        }
        try {
            var request =
                    request(method, path, body, token, headers).timeout(timeout).build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return told(answer(response, read(response.body()), type));
        } catch (HttpTimeoutException slow) {
            return told(new Reply.Unavailable<>("SmartBoxes did not answer in time.", null));
        } catch (IOException | JacksonException unreachable) {
            return told(new Reply.Unavailable<>(UNREACHABLE, null));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Unavailable<>(UNREACHABLE, null);
        }
    }

    private static <T> Reply<T> without(Caller.Token token) {
        return token instanceof Caller.Waiting(var why)
                ? new Reply.Unavailable<>(why, null)
                : new Reply.SessionOver<>("", "This sign-in has ended.");
    }

    private HttpRequest.Builder request(
            String method, String path, @Nullable Object body, String token, Map<String, String> headers) {
        var content = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .method(method, content)
                .header("Authorization", "Bearer " + token);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (tenant != null) {
            request.header(TENANT, tenant);
        }
        if (!caller.isPresent()) {
            request.header(BACKGROUND, "true");
        }
        caller.whereabouts().forEach(request::header);
        headers.forEach(request::header);
        return request;
    }

    private static <T> Reply<T> answer(HttpResponse<?> response, byte[] body, Class<T> type) {
        if (response.statusCode() >= 300) {
            return refusal(response.statusCode(), body, requestId(response));
        }
        return new Reply.Ok<>(type == Done.class ? type.cast(Done.DONE) : Json.MAPPER.readValue(body, type));
    }

    /** A refusal in either spelling: RFC 9457's under /v1, E2B's elsewhere. */
    static <T> Reply<T> refusal(int status, byte[] body, @Nullable String requestId) {
        var said = Said.read(body);
        if (status == 401) {
            return new Reply.SessionOver<>(said.code(), said.words("This sign-in has ended."));
        }
        if (status == 502 || status == 504 || (status == 503 && said.code().equals("service_unavailable"))) {
            return new Reply.Unavailable<>(said.words(UNREACHABLE), requestId);
        }
        return new Reply.Refused<>(
                status, said.code(), said.title(), said.words("It answered with status " + status + "."), requestId);
    }

    private <T> Reply<T> told(Reply<T> reply) {
        caller.heard(reply);
        return reply;
    }

    private static @Nullable String requestId(HttpResponse<?> response) {
        return response.headers().firstValue("X-Request-Id").orElse(null);
    }

    private static byte[] read(InputStream body) throws IOException {
        try (body) {
            byte[] bytes = body.readNBytes(BODY_BYTES_MAX);
            if (bytes.length == BODY_BYTES_MAX) {
                throw new IOException("the answer is longer than " + BODY_BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    /** What a refusal says, whoever spelled it. */
    private record Said(String code, String title, String detail) {

        static Said read(byte[] body) {
            try {
                JsonNode said = Json.MAPPER.readTree(body);
                return said.has("type")
                        ? new Said(
                                slug(said.path("type").asString("")),
                                said.path("title").asString(""),
                                said.path("detail").asString(""))
                        : new Said(
                                said.path("error_code").asString(""),
                                "",
                                said.path("message").asString(""));
            } catch (JacksonException other) {
                return new Said("", "", "");
            }
        }

        /** Types are addresses; the last part is the stable name. */
        private static String slug(String type) {
            return type.substring(type.lastIndexOf('/') + 1);
        }

        String words(String otherwise) {
            return detail.isBlank() ? title.isBlank() ? otherwise : title : detail;
        }
    }
}

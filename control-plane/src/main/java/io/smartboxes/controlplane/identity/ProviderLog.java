package io.smartboxes.controlplane.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.micronaut.core.type.Argument;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keycloak's log of events, read over its admin API. Each reading signs in anew, which costs it no session. */
@Singleton
final class ProviderLog {

    /** Events in one answer. */
    static final int PAGE = 100;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ProviderLog.class);

    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_MAX)
            .build();

    ProviderLog(ObjectMapper json) {
        this.json = json;
    }

    /**
     * What the provider told at once.
     *
     * @param told how many events
     * @param events those that can be read
     */
    record Page(int told, List<ProviderEvent> events) {}

    /**
     * The events since then, oldest first.
     *
     * @param first how many of them to leave out
     * @throws IOException when Keycloak cannot be reached or refuses
     */
    Page read(ProviderRealm realm, Instant since, int first) throws IOException {
        var address = URI.create(realm.events() + "?direction=asc&max=" + PAGE + "&first=" + first + "&dateFrom="
                + since.toEpochMilli()
                + ProviderEvent.TYPES.stream().map(type -> "&type=" + type).collect(Collectors.joining()));
        String events = send(HttpRequest.newBuilder(address)
                .timeout(TIME_MAX)
                .header("Authorization", "Bearer " + token(realm))
                .build());
        var told = json.readValue(events, Argument.listOf(JsonNode.class));
        return new Page(
                told.size(),
                told.stream().map(this::event).flatMap(Optional::stream).toList());
    }

    /** One that cannot be read harms no other. */
    private Optional<ProviderEvent> event(JsonNode told) {
        try {
            return Optional.ofNullable(json.readValueFromTree(told, ProviderEvent.class));
        } catch (IOException | RuntimeException strange) {
            LOG.debug("an event of the provider is left out: {}", strange.getMessage());
            return Optional.empty();
        }
    }

    private String token(ProviderRealm realm) throws IOException {
        String form = "grant_type=client_credentials&client_id=" + encoded(realm.clientId()) + "&client_secret="
                + encoded(realm.clientSecret());
        String answer = send(HttpRequest.newBuilder(URI.create(realm.issuer() + "/protocol/openid-connect/token"))
                .timeout(TIME_MAX)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        try {
            return JSONObjectUtils.getString(JSONObjectUtils.parse(answer), "access_token");
        } catch (ParseException strange) {
            throw new IOException("the provider gave no token", strange);
        }
    }

    private String send(HttpRequest request) throws IOException {
        try {
            // The request's own time limit ends with the head of the answer; this one holds for the whole.
            HttpResponse<String> response = http.sendAsync(
                            request, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX))
                    .orTimeout(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
            if (response.statusCode() != 200) {
                throw new IOException("the provider answered " + response.statusCode() + " at "
                        + request.uri().getPath());
            }
            return response.body();
        } catch (ExecutionException failure) {
            throw new IOException("the provider does not answer: " + failure.getCause(), failure);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", end);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

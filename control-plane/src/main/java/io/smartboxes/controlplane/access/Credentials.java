package io.smartboxes.controlplane.access;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.smartboxes.controlplane.platform.http.Headers;
import io.smartboxes.controlplane.platform.http.RequestContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its caller.
 *
 * @param apiKey counts before the rest: E2B's clients send an Authorization of their own next to it
 * @param authorization the whole header
 * @param tenant which tenant it is about
 * @param client the address it comes from; null where that cannot be known
 */
public record Credentials(
        @Nullable String apiKey,
        @Nullable String authorization,
        @Nullable String tenant,
        @Nullable InetAddress client) {

    private static final String BEARER = "bearer ";

    public static Credentials of(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        var context = RequestContext.of(request);
        return new Credentials(
                presence(headers.get(Headers.API_KEY)),
                presence(headers.get(HttpHeaders.AUTHORIZATION)),
                presence(headers.get(Headers.TENANT)),
                context == null ? null : context.client());
    }

    /** The token after {@code Bearer}, if that is what was sent. */
    @Nullable String bearer() {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static @Nullable String presence(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    @Override
    public String toString() {
        return "Credentials[tenant=" + tenant + "]";
    }
}

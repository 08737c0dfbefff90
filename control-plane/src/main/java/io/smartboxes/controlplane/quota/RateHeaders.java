package io.smartboxes.controlplane.quota;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.stream.Collectors;

/** Tells callers how much of their rates is left, before they run into them. */
@ServerFilter("/**")
final class RateHeaders {

    static final String POLICY = "RateLimit-Policy";
    static final String LEFT = "RateLimit";

    @ResponseFilter
    void tell(HttpRequest<?> request, MutableHttpResponse<?> response) {
        var states = RateState.of(request);
        if (!states.isEmpty()) {
            response.header(POLICY, states.stream().map(RateState::policy).collect(Collectors.joining(", ")));
            response.header(LEFT, states.stream().map(RateState::left).collect(Collectors.joining(", ")));
        }
    }
}

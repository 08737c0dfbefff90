package io.smartboxes.controlplane.quota;

import io.github.bucket4j.ConsumptionProbe;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a request stands with one rate.
 *
 * @param name public and stable
 * @param remaining tokens left
 * @param reset until there is one again, or, where some are left, until all are back
 */
record RateState(String name, Rate rate, boolean taken, long remaining, Duration reset) {

    private static final String ATTRIBUTE = RateState.class.getName();

    static RateState of(String name, Rate rate, ConsumptionProbe probe) {
        return new RateState(
                name,
                rate,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(
                        probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill()));
    }

    /** Goes into the headers of the answer. */
    RateState attachTo(HttpRequest<?> request) {
        var states = new ArrayList<>(of(request));
        states.add(this);
        request.setAttribute(ATTRIBUTE, List.copyOf(states));
        return this;
    }

    @SuppressWarnings("unchecked")
    static List<RateState> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, List.class).orElse(List.of());
    }

    /** As draft 11 of "RateLimit header fields for HTTP" spells the policy. */
    String policy() {
        return "\"" + name + "\";q=" + rate.max() + ";w=" + rate.per().toSeconds();
    }

    /** As the same draft spells what is left. */
    String left() {
        return "\"" + name + "\";r=" + remaining + ";t=" + reset.plusMillis(999).toSeconds();
    }
}

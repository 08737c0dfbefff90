package io.smartboxes.controlplane.platform.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.smartboxes.id.RequestId;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every request an id and every answer one line in the log. */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger("request");

    private final ClientAddresses addresses;
    private final ConsoleProof console;
    private final InstantSource clock;

    RequestFilter(ClientAddresses addresses, ConsoleProof console, InstantSource clock) {
        this.addresses = addresses;
        this.console = console;
        this.clock = clock;
    }

    @io.micronaut.http.annotation.RequestFilter
    void begin(HttpRequest<?> request) {
        var client = console.isOf(request) ? addresses.beforeConsole(request) : addresses.of(request);
        new RequestContext(RequestId.next(clock), client, System.nanoTime()).attachTo(request);
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        var context = RequestContext.of(request);
        if (context == null) {
            return;
        }
        response.getHeaders().set(Headers.REQUEST_ID, context.id().toString());
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "{} {} {} {} ms requestId={}{}",
                    request.getMethodName(),
                    LogText.safe(request.getPath()),
                    response.code(),
                    String.format(Locale.ROOT, "%.1f", context.elapsedNanos() / 1e6),
                    context.id(),
                    context.facts().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(fact -> " " + fact.getKey() + "=" + LogText.safe(fact.getValue()))
                            .collect(Collectors.joining()));
        }
    }
}

package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what nobody foresaw: 500, and one stack trace in the log. */
@Singleton
final class FailureHandler implements ExceptionHandler<RuntimeException, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final Refusals refusals;

    FailureHandler(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, RuntimeException failure) {
        var context = RequestContext.of(request);
        LOG.error("requestId={} failed", context == null ? "none" : context.id(), failure);
        return refusals.answer(
                request,
                ProblemType.INTERNAL_SERVER_ERROR,
                "Something went wrong here. The request id helps to find out what.");
    }
}

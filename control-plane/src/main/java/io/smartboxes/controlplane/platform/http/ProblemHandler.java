package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.smartboxes.problem.ProblemException;
import jakarta.inject.Singleton;

/** Answers refusals that were thrown on purpose. */
@Singleton
final class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {

    private final Refusals refusals;

    ProblemHandler(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, ProblemException problem) {
        return refusals.answer(request, problem);
    }
}

package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.id.RequestId;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one place where a refusal becomes an answer: RFC 9457 under {@code /v1}, E2B's error body everywhere else. */
@Singleton
public final class Refusals {

    private static final String RFC_9457_PATHS = "/v1/";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final InstantSource clock;

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The answer.
     *
     * @param detail what, where, which limit, what to do
     */
    public MutableHttpResponse<?> answer(HttpRequest<?> request, ProblemType type, String detail) {
        var context = RequestContext.of(request);
        String requestId = (context == null ? RequestId.next(clock) : context.id()).toString();
        MutableHttpResponse<Object> response = HttpResponse.status(HttpStatus.valueOf(type.status()));
        if (context != null) {
            context.refuse(type);
        }
        if (request.getPath().startsWith(RFC_9457_PATHS)) {
            response.body(new Problem("/problems/" + type.slug(), type.title(), type.status(), detail, requestId))
                    .contentType(PROBLEM_JSON);
        } else {
            response.body(new ErrorBody(type.status(), detail, type.slug()))
                    .contentType(MediaType.APPLICATION_JSON_TYPE);
        }
        response.header(Headers.REQUEST_ID, requestId);
        sayWhetherToRetry(response, type);
        return response;
    }

    private static void sayWhetherToRetry(MutableHttpResponse<?> response, ProblemType type) {
        switch (type.retry()) {
            case YES ->
                response.header(Headers.SHOULD_RETRY, "true").header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case NO -> response.header(Headers.SHOULD_RETRY, "false");
            case UNSAID -> {}
        }
    }
}

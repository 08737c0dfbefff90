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
import io.smartboxes.problem.LimitReached;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place where a refusal becomes an answer: RFC 9457 under {@code /v1}, E2B's error body everywhere else. */
@Singleton
public final class Refusals {

    private static final String RFC_9457_PATHS = "/v1/";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

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
        return answer(request, new ProblemException(type, detail));
    }

    /** The answer to a refusal that was thrown. */
    public MutableHttpResponse<?> answer(HttpRequest<?> request, ProblemException problem) {
        var type = problem.type();
        var context = RequestContext.of(request);
        String requestId = (context == null ? RequestId.next(clock) : context.id()).toString();
        MutableHttpResponse<Object> response = HttpResponse.status(HttpStatus.valueOf(type.status()));
        if (context != null) {
            context.refuse(type);
        }
        if (request.getPath().startsWith(RFC_9457_PATHS)) {
            response.body(rfc9457(problem, requestId)).contentType(PROBLEM_JSON);
        } else {
            response.body(new ErrorBody(type.status(), problem.detail(), type.slug()))
                    .contentType(MediaType.APPLICATION_JSON_TYPE);
        }
        response.header(Headers.REQUEST_ID, requestId);
        sayWhetherToRetry(response, problem);
        return response;
    }

    private static Problem rfc9457(ProblemException problem, String requestId) {
        var type = problem.type();
        @Nullable LimitReached limit = problem.limit().orElse(null);
        return new Problem(
                "/problems/" + type.slug(),
                type.title(),
                type.status(),
                problem.detail(),
                requestId,
                type.slug(),
                limit == null ? null : limit.resource(),
                limit == null ? null : limit.limit(),
                limit == null ? null : limit.used(),
                limit == null ? null : limit.requested(),
                limit == null ? null : limit.resetAt());
    }

    private static void sayWhetherToRetry(MutableHttpResponse<?> response, ProblemException problem) {
        var retry = problem.type().retry();
        switch (retry) {
            case YES -> response.header(Headers.SHOULD_RETRY, "true");
            case NO -> response.header(Headers.SHOULD_RETRY, "false");
            case UNSAID -> {}
        }
        problem.retryAfter()
                .or(() -> retry == ProblemType.Retry.YES ? Optional.of(RETRY_AFTER) : Optional.empty())
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, wholeSeconds(after)));
    }

    /** Rounded up: sooner would be refused again. */
    private static String wholeSeconds(Duration duration) {
        return Long.toString(duration.plusMillis(999).toSeconds());
    }
}

package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers 503 when the database is away, and says whether sending the request again could do its work twice. */
@Singleton
final class DatabaseAwayHandler implements ExceptionHandler<DatabaseAwayException, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAwayHandler.class);

    private final Refusals refusals;

    DatabaseAwayHandler(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, DatabaseAwayException away) {
        LOG.warn("the database is away: {}", away.getMessage());
        if (!away.isOutcomeUnknown()) {
            return refusals.answer(
                    request,
                    ProblemType.SERVICE_UNAVAILABLE,
                    "The database cannot be reached, so nothing was changed. Try again in a moment.");
        }
        if (request.getMethod() == HttpMethod.POST) {
            return refusals.answer(
                    request,
                    ProblemType.IDEMPOTENCY_OUTCOME_UNKNOWN,
                    "The database went away while the change was being saved. Look whether it took effect before trying again.");
        }
        return refusals.answer(
                request,
                ProblemType.SERVICE_UNAVAILABLE,
                "The database went away while the change was being saved. Send the request again: it does no harm twice.");
    }
}

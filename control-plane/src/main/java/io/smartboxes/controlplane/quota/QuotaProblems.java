package io.smartboxes.controlplane.quota;

import io.smartboxes.problem.LimitReached;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;

/** The refusals of quotas, each said in one place. */
final class QuotaProblems {

    /** Sandboxes come and go: asking sooner is seldom worth it. */
    private static final Duration ANOTHER_TRY = Duration.ofSeconds(5);

    private QuotaProblems() {}

    static ProblemException exceeded(String plan, LimitedResource resource, long limit, long used, long requested) {
        String wanted = resource == LimitedResource.SANDBOXES ? "" : ", and this one needs " + requested;
        return ProblemException.limit(
                ProblemType.QUOTA_EXCEEDED,
                "This tenant may have " + limit + " " + resource.unit() + " (plan " + plan + "); " + used
                        + " are in use" + wanted + ". Nothing was made. End a sandbox, or wait until one ends,"
                        + " and try again. GET /v1/limits shows every limit.",
                new LimitReached(resource.code(), limit, used, requested, null),
                ANOTHER_TRY);
    }

    static ProblemException tooFast(LimitedResource resource, RateState state, Instant now) {
        var rate = state.rate();
        return rateLimited(
                "There can be " + rate.max() + " " + resource.unit() + " in "
                        + rate.per().toSeconds() + " s, and " + rate.burst() + " at once after a rest. ",
                resource.code(),
                state,
                now);
    }

    static ProblemException tooManyWrongCredentials(RateState state, Instant now) {
        return rateLimited("Too many wrong credentials came from this address. ", "failed_authentications", state, now);
    }

    private static ProblemException rateLimited(String why, String resource, RateState state, Instant now) {
        long seconds = state.reset().plusMillis(999).toSeconds();
        return ProblemException.limit(
                ProblemType.RATE_LIMITED,
                why + "Try again in " + seconds + " s.",
                new LimitReached(resource, state.rate().max(), null, 1, now.plus(state.reset())),
                state.reset());
    }

    static ProblemException tooManyWait(Duration waited) {
        return new ProblemException(
                ProblemType.RATE_LIMITED,
                "So many creates of this tenant are under way that this one has waited " + waited.toSeconds()
                        + " s in vain. Nothing was made. Try again in a moment.");
    }

    static ProblemException overPlan(String plan, LimitedResource resource, long asked, long max) {
        return ProblemException.limit(
                ProblemType.OVER_PLAN_LIMIT,
                "This tenant may have at most " + max + " " + resource.unit() + " (plan " + plan + "), and " + asked
                        + " were asked for. Ask for less, or for a plan that allows more. GET /v1/limits shows every"
                        + " limit.",
                new LimitReached(resource.code(), max, null, asked, null),
                null);
    }
}

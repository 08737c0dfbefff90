package io.smartboxes.controlplane.audit;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Caller;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.platform.http.RequestContext;
import io.smartboxes.problem.ProblemType;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hears every refusal of a known caller: whatever an {@link Audited} route refuses, and every "you may not" of the others. Who is
 * nobody (401) has no log to be written to.
 */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class RefusalFilter {

    private static final String ROUTE = RefusalFilter.class.getName();

    private static final Pattern ID = Pattern.compile("[a-z]{3}_?[0-9a-hjkmnp-tv-z]{26}");

    private static final int FORBIDDEN = 403;
    private static final int FAILURES = 500;

    private final RefusalLog log;
    private final InstantSource clock;

    RefusalFilter(RefusalLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param target an id from the path */
    private record Route(AnnotationMetadata marks, @Nullable String target) {}

    /** Now, for a failure may change what the request says of its route. */
    @RequestFilter
    void begin(HttpRequest<?> request) {
        RouteAttributes.getRouteMatch(request)
                .ifPresent(match -> request.setAttribute(
                        ROUTE,
                        new Route(
                                match.getRouteInfo().getAnnotationMetadata(),
                                match.getVariableValues().values().stream()
                                        .map(Object::toString)
                                        .filter(text -> ID.matcher(text).matches())
                                        .findFirst()
                                        .orElse(null))));
    }

    @ResponseFilter
    void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
        var context = RequestContext.of(request);
        var problem = context == null ? null : context.refusal();
        var route = request.getAttribute(ROUTE, Route.class);
        if (problem == null || problem.status() >= FAILURES || route.isEmpty()) {
            return;
        }
        var owner = owner(request);
        var action = action(route.get().marks(), problem);
        if ((owner.isPresent() || Caller.staff(request).isPresent()) && action.isPresent()) {
            note(request, owner.orElse(null), action.get(), route.get().target(), problem);
        }
    }

    private void note(
            HttpRequest<?> request,
            @Nullable Owner owner,
            String action,
            @Nullable String target,
            ProblemType problem) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var origin = Origin.of(request);
        var kind = new Refusal.Kind(owner, now.truncatedTo(ChronoUnit.MINUTES), origin.actor(), action, problem.slug());
        log.note(new Refusal(kind, now, origin, target, 1));
    }

    private static Optional<Owner> owner(HttpRequest<?> request) {
        return Caller.actor(request)
                .map(actor -> Owner.of(actor.tenantId()))
                .or(() -> Caller.person(request).map(person -> Owner.of(person.user())));
    }

    private static Optional<String> action(AnnotationMetadata marks, ProblemType problem) {
        return marks.enumValue(Audited.class, AuditAction.class)
                .map(AuditAction::code)
                .or(() -> problem.status() == FORBIDDEN ? access(marks) : Optional.empty());
    }

    private static Optional<String> access(AnnotationMetadata marks) {
        return marks.hasAnnotation(ForStaff.class)
                ? Optional.of("access.staff")
                : marks.enumValue(Needs.class, Action.class)
                        .map(action -> "access." + action.name().toLowerCase(Locale.ROOT));
    }
}

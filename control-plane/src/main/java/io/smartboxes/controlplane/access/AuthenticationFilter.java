package io.smartboxes.controlplane.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.smartboxes.controlplane.platform.http.Anonymous;
import io.smartboxes.controlplane.platform.http.RequestContext;
import io.smartboxes.problem.ProblemException;
import java.util.function.Supplier;

/** Lets nobody reach a route who may not do what it {@link Needs}, unless the route says {@link Anonymous}. */
@ServerFilter("/**")
final class AuthenticationFilter {

    private final Authentication authentication;
    private final Throttle throttle;

    AuthenticationFilter(Authentication authentication, Throttle throttle) {
        this.authentication = authentication;
        this.throttle = throttle;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void authenticate(HttpRequest<?> request) {
        var route = RouteAttributes.getRouteInfo(request);
        if (route.isEmpty() || route.get().getAnnotationMetadata().hasAnnotation(Anonymous.class)) {
            return;
        }
        var marks = route.get().getAnnotationMetadata();
        var credentials = Credentials.of(request);
        throttle.asked(request, credentials);
        if (marks.hasAnnotation(ForStaff.class)) {
            var staff = known(request, () -> authentication.staff(credentials));
            letIn(request, staff);
            staff.requireSecondFactor();
        } else if (marks.hasAnnotation(ForPeople.class)) {
            var person = known(request, () -> authentication.person(credentials, Activity.of(request)));
            letIn(request, person);
            throttle.admitted(request, credentials, person);
        } else {
            var actor = known(request, () -> authentication.actor(credentials, Activity.of(request)));
            letIn(request, actor);
            throttle.admitted(request, credentials, actor);
            actor.require(neededBy(marks));
        }
    }

    private <T> T known(HttpRequest<?> request, Supplier<T> who) {
        try {
            return who.get();
        } catch (ProblemException refused) {
            if (refused.type().status() == HttpStatus.UNAUTHORIZED.getCode()) {
                throttle.failed(request);
            }
            throw refused;
        }
    }

    private static void letIn(HttpRequest<?> request, SignedIn person) {
        request.setAttribute(SignedInBinder.ATTRIBUTE, person);
        note(request, "userId", person.user());
    }

    private static void letIn(HttpRequest<?> request, StaffMember staff) {
        request.setAttribute(StaffMemberBinder.ATTRIBUTE, staff);
        note(request, "staff", staff.name());
    }

    private static void letIn(HttpRequest<?> request, Actor actor) {
        request.setAttribute(ActorBinder.ATTRIBUTE, actor);
        note(request, "tenantId", actor.tenantId());
        switch (actor.principal()) {
            case Principal.Key key -> note(request, "apiKeyId", key.id());
            case Principal.Member member -> note(request, "userId", member.person());
        }
    }

    /** A route without a mark is one that nobody has thought about: it serves nobody. */
    private static Action neededBy(AnnotationMetadata marks) {
        return marks.enumValue(Needs.class, Action.class)
                .orElseThrow(() -> new IllegalStateException("the route does not say whom it is for"));
    }

    private static void note(HttpRequest<?> request, String name, Object value) {
        var context = RequestContext.of(request);
        if (context != null) {
            context.note(name, value);
        }
    }
}

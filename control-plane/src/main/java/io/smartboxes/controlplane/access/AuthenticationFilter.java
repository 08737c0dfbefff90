package io.smartboxes.controlplane.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.web.router.RouteAttributes;
import io.smartboxes.controlplane.platform.http.Anonymous;
import io.smartboxes.controlplane.platform.http.RequestContext;

/** Lets nobody reach a route who may not do what it {@link Needs}, unless the route says {@link Anonymous}. */
@ServerFilter("/**")
final class AuthenticationFilter {

    private final Authentication authentication;

    AuthenticationFilter(Authentication authentication) {
        this.authentication = authentication;
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void authenticate(HttpRequest<?> request) {
        var route = RouteAttributes.getRouteInfo(request);
        if (route.isEmpty() || route.get().getAnnotationMetadata().hasAnnotation(Anonymous.class)) {
            return;
        }
        var marks = route.get().getAnnotationMetadata();
        if (marks.hasAnnotation(ForPeople.class)) {
            letIn(request, authentication.person(Credentials.of(request), Activity.PRESENT));
        } else {
            letIn(request, authentication.actor(Credentials.of(request), Activity.PRESENT), neededBy(marks));
        }
    }

    private static void letIn(HttpRequest<?> request, SignedIn person) {
        request.setAttribute(SignedInBinder.ATTRIBUTE, person);
        note(request, "userId", person.user());
    }

    private static void letIn(HttpRequest<?> request, Actor actor, Action action) {
        request.setAttribute(ActorBinder.ATTRIBUTE, actor);
        note(request, "tenantId", actor.tenantId());
        switch (actor.principal()) {
            case Principal.Key key -> note(request, "apiKeyId", key.id());
            case Principal.Member member -> note(request, "userId", member.person());
        }
        actor.require(action);
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

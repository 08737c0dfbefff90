package io.smartboxes.controlplane.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.Optional;

/** Who was found to stand behind a request. */
public final class Caller {

    private Caller() {}

    /** Who acts for a tenant; nobody, on routes about people and before the credentials were looked at. */
    public static Optional<Actor> actor(HttpRequest<?> request) {
        return request.getAttribute(ActorBinder.ATTRIBUTE, Actor.class);
    }

    /** The person, on routes that are about people. */
    public static Optional<SignedIn> person(HttpRequest<?> request) {
        return request.getAttribute(SignedInBinder.ATTRIBUTE, SignedIn.class);
    }

    /** Somebody who runs the installation, on routes that are for them. */
    public static Optional<StaffMember> staff(HttpRequest<?> request) {
        return request.getAttribute(StaffMemberBinder.ATTRIBUTE, StaffMember.class);
    }

    /** The person who sent the request that this thread serves turned out to act for a tenant, which its path names. */
    public static Actor actsAs(Actor actor) {
        ServerRequestContext.currentRequest().ifPresent(request -> request.setAttribute(ActorBinder.ATTRIBUTE, actor));
        return actor;
    }
}

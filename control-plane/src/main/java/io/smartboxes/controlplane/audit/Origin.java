package io.smartboxes.controlplane.audit;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.smartboxes.controlplane.access.Caller;
import io.smartboxes.controlplane.platform.http.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from: the caller that authentication found, and not whom the changing code holds it for.
 *
 * @param address of the client
 */
record Origin(
        AuditActor actor,
        @Nullable String address,
        @Nullable String requestId) {

    private static final Origin BACKGROUND = new Origin(AuditActor.SYSTEM, null, null);

    /** The request that this thread serves; the system, where it serves none. */
    static Origin current() {
        return ServerRequestContext.currentRequest().map(Origin::of).orElse(BACKGROUND);
    }

    static Origin of(HttpRequest<?> request) {
        var actor = Caller.actor(request)
                .map(AuditActor::of)
                .or(() -> Caller.person(request).map(person -> AuditActor.of(person.user())))
                .or(() -> Caller.staff(request).map(staff -> AuditActor.ofStaff(staff.name())))
                .orElse(AuditActor.SYSTEM);
        var context = RequestContext.of(request);
        return context == null
                ? new Origin(actor, null, null)
                : new Origin(
                        actor, context.client().getHostAddress(), context.id().toString());
    }

    Origin as(AuditActor other) {
        return new Origin(other, address, requestId);
    }
}

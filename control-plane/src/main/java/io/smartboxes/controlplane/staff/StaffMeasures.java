package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.controlplane.access.StaffMember;
import io.smartboxes.controlplane.quota.LimitOverrides;
import io.smartboxes.controlplane.tenant.Suspensions;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What staff do to tenants, each with a reason that the tenant's members read. */
@Singleton
final class StaffMeasures {

    /** As much of a name as an override keeps; the audit log has it whole. */
    private static final int NAME_MAX = 200;

    private final Suspensions suspensions;
    private final LimitOverrides overrides;

    StaffMeasures(Suspensions suspensions, LimitOverrides overrides) {
        this.suspensions = suspensions;
        this.overrides = overrides;
    }

    void suspend(String id, NewSuspension request) {
        suspensions.suspend(
                StaffRequests.tenant(id),
                StaffRequests.step(request.step()),
                StaffRequests.sentence("cause", request.cause()),
                StaffRequests.grace(request.graceSeconds()));
    }

    void unsuspend(String id, @Nullable String reason) {
        suspensions.unsuspend(StaffRequests.tenant(id), StaffRequests.sentence("reason", reason));
    }

    void override(StaffMember staff, String id, String resource, NewLimitOverride request) {
        String name = staff.name();
        overrides.set(
                StaffRequests.tenant(id),
                StaffRequests.order(
                        StaffRequests.resource(resource),
                        request,
                        name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX)));
    }

    void restore(String id, String resource, @Nullable String reason) {
        overrides.remove(
                StaffRequests.tenant(id), StaffRequests.resource(resource), StaffRequests.sentence("reason", reason));
    }
}

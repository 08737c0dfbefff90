package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.audit.StaffAuditLog;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.Suspension;
import io.smartboxes.controlplane.tenant.Suspensions;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks across tenants, and suspends them. */
@Singleton
final class StaffService {

    private static final int CAUSE_LENGTH_MAX = 500;

    /** A month: whoever means longer does not mean to terminate. */
    private static final long GRACE_SECONDS_MAX = 31L * 24 * 3600;

    private final SystemDatabase database;
    private final StaffRepository repository;
    private final Suspensions suspensions;
    private final AuditTrail audit;
    private final StaffAuditLog log;

    StaffService(
            SystemDatabase database,
            StaffRepository repository,
            Suspensions suspensions,
            AuditTrail audit,
            StaffAuditLog log) {
        this.database = database;
        this.repository = repository;
        this.suspensions = suspensions;
        this.audit = audit;
        this.log = log;
    }

    StaffSearchResult search(@Nullable String text) {
        var query = StaffQuery.parse(text);
        return new StaffSearchResult(database.transaction(statements -> repository.find(statements, query)));
    }

    StaffTenant tenant(String id) {
        var tenant = parse(id);
        return database.transaction(statements -> {
            var found = repository.tenant(statements, tenant).orElseThrow(() -> unknown(id));
            audit.append(statements, tenant, AuditEntry.of(AuditAction.STAFF_VIEW, tenant));
            return found;
        });
    }

    void suspend(String id, NewSuspension request) {
        suspensions.suspend(parse(id), step(request.step()), cause(request.cause()), grace(request.graceSeconds()));
    }

    void unsuspend(String id) {
        suspensions.unsuspend(parse(id));
    }

    AuditEventList events(@Nullable String nextToken, int limit) {
        return log.list(nextToken, limit);
    }

    private static Suspension step(@Nullable String code) {
        return Arrays.stream(Suspension.values())
                .filter(step -> step.code().equals(code))
                .findFirst()
                .orElseThrow(() -> invalid("step must be one of "
                        + Arrays.stream(Suspension.values())
                                .map(Suspension::code)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static String cause(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty() || stripped.length() > CAUSE_LENGTH_MAX || stripped.indexOf('\0') >= 0) {
            throw invalid(
                    "cause must be a sentence for the tenant's members, of 1 to " + CAUSE_LENGTH_MAX + " characters.");
        }
        return stripped;
    }

    private static @Nullable Duration grace(@Nullable Long seconds) {
        if (seconds != null && (seconds < 0 || seconds > GRACE_SECONDS_MAX)) {
            throw invalid("graceSeconds must be from 0 to " + GRACE_SECONDS_MAX + ".");
        }
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static TenantId parse(String id) {
        try {
            return TenantId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "Tenant \"" + id + "\" doesn't exist.");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}

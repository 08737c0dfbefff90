package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Caller;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Gives a tenant to somebody else, deletes it, and takes that back while there is time. */
@Singleton
public final class TenantClosing {

    private final TenantDatabase database;
    private final TenantRepository tenants;
    private final MembershipRepository members;
    private final Memberships memberships;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final TenantConfig config;
    private final InstantSource clock;

    TenantClosing(
            TenantDatabase database,
            TenantRepository tenants,
            MembershipRepository members,
            Memberships memberships,
            AuditTrail audit,
            NudgeBus nudges,
            TenantConfig config,
            InstantSource clock) {
        this.database = database;
        this.tenants = tenants;
        this.members = members;
        this.memberships = memberships;
        this.audit = audit;
        this.nudges = nudges;
        this.config = config;
        this.clock = clock;
    }

    /** The caller's tenant, as it stands. */
    Tenant get(SignedIn person, String id) {
        var tenant = Caller.actsAs(memberships.choose(person, id)).tenantId();
        return database.transaction(
                tenant, statements -> tenants.find(statements, tenant).orElseThrow());
    }

    /** Everything in it ends now; it is gone after the grace. Asked for twice, the first time counts. */
    Tenant close(SignedIn person, String id) {
        var actor = owner(person, id);
        return change(actor.tenantId(), AuditAction.TENANT_CLOSE, now().plus(config.deletionGrace()));
    }

    /** Somebody's account goes, and with it a tenant that has no other member: nobody could restore it. */
    public void closeForGood(TenantId tenant) {
        var unused = change(tenant, AuditAction.TENANT_CLOSE, now());
    }

    Tenant restore(SignedIn person, String id) {
        var actor = owner(person, id);
        return change(actor.tenantId(), AuditAction.TENANT_RESTORE, null);
    }

    /** Another member becomes owner, and the caller admin. */
    void transfer(SignedIn person, String id, @Nullable String to) {
        var actor = owner(person, id);
        var heir = heir(to);
        if (heir.equals(person.user())) {
            throw new ProblemException(ProblemType.CONFLICT, "You are the tenant's owner already.");
        }
        boolean unused = database.transaction(actor.tenantId(), statements -> {
            if (!members.isMember(statements, actor.tenantId(), heir)) {
                throw unknown(to);
            }
            members.change(statements, actor.tenantId(), heir, Role.OWNER);
            members.change(statements, actor.tenantId(), person.user(), Role.ADMIN);
            audit.append(
                    statements,
                    actor.tenantId(),
                    AuditEntry.of(AuditAction.TENANT_TRANSFER, actor.tenantId()).changed("owner", person.user(), heir));
            return true;
        });
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, heir.toString());
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, person.user().toString());
    }

    private Tenant change(TenantId tenant, AuditAction action, @Nullable Instant deleteAt) {
        var changed = database.transaction(tenant, statements -> {
            var before = tenants.find(statements, tenant).orElseThrow();
            var was = before.standing().deleteAt();
            if ((was == null) == (deleteAt == null)) {
                return before;
            }
            audit.append(statements, tenant, AuditEntry.of(action, tenant).changed("deleteAt", was, deleteAt));
            return tenants.setDeleteAt(statements, tenant, deleteAt).orElseThrow();
        });
        nudges.publish(TenantTopics.STANDING_CHANGED, tenant.toString());
        return changed;
    }

    private Actor owner(SignedIn person, String id) {
        var actor = Caller.actsAs(memberships.choose(person, id));
        actor.require(Action.TENANT_DELETE);
        return actor;
    }

    private static UserId heir(@Nullable String text) {
        try {
            return UserId.parse(text == null ? "" : text);
        } catch (IllegalArgumentException malformed) {
            throw unknown(text);
        }
    }

    private static ProblemException unknown(@Nullable String user) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "\"" + user + "\" is no member of this tenant. GET /v1/members lists them.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

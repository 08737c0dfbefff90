package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.http.DisplayName;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes and names tenants. */
@Singleton
public final class TenantService {

    private final TenantDatabase database;
    private final TenantRepository tenants;
    private final MembershipRepository members;
    private final Memberships memberships;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final SignupConfig signup;
    private final InstantSource clock;

    TenantService(
            TenantDatabase database,
            TenantRepository tenants,
            MembershipRepository members,
            Memberships memberships,
            AuditTrail audit,
            NudgeBus nudges,
            SignupConfig signup,
            InstantSource clock) {
        this.database = database;
        this.tenants = tenants;
        this.members = members;
        this.memberships = memberships;
        this.audit = audit;
        this.nudges = nudges;
        this.signup = signup;
        this.clock = clock;
    }

    /** A tenant of this person's own. */
    Tenant create(UserId owner, @Nullable String name) {
        var tenant = new Tenant(TenantId.next(clock), DisplayName.require(name), false, now());
        memberships.requireRoom(owner);
        database.transaction(tenant.id(), statements -> insert(statements, tenant, owner));
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, owner.toString());
        return tenant;
    }

    /** The tenant that comes with a new person, in the transaction that makes them. */
    public Tenant createPersonal(Statements statements, UserId owner, String name) {
        return insert(statements, new Tenant(TenantId.next(clock), name, true, now()), owner);
    }

    Tenant rename(TenantId tenant, @Nullable String name, UserId renamer) {
        String valid = DisplayName.require(name);
        var renamed = database.transaction(tenant, statements -> {
            var before = tenants.find(statements, tenant).orElseThrow();
            audit.append(
                    statements,
                    tenant,
                    AuditEntry.of(AuditAction.TENANT_RENAME, tenant).changed("name", before.name(), valid));
            return tenants.rename(statements, tenant, valid).orElseThrow();
        });
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, renamer.toString());
        return renamed;
    }

    private Tenant insert(Statements statements, Tenant tenant, UserId owner) {
        tenants.insert(statements, tenant, signup.plan());
        members.insert(statements, tenant.id(), owner, Role.OWNER, tenant.createdAt());
        audit.append(
                statements,
                tenant.id(),
                AuditActor.of(owner),
                AuditEntry.of(AuditAction.TENANT_CREATE, tenant.id()).set("name", tenant.name()));
        return tenant;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes changes down. Call it in the transaction of the change: there is no change without its event, and no event without. */
@Singleton
public final class AuditTrail {

    private final AuditRepository repository;
    private final RefusalRepository refusals;

    AuditTrail(AuditRepository repository, RefusalRepository refusals) {
        this.repository = repository;
        this.refusals = refusals;
    }

    /** A change in a tenant, by whoever sent the request that this thread serves; by the system, where it serves none. */
    public void append(Statements statements, TenantId tenant, AuditEntry entry) {
        repository.append(statements, Owner.of(tenant), Origin.current(), entry);
    }

    /** A change in a tenant, by somebody whom authentication has not named to this thread. */
    public void append(Statements statements, TenantId tenant, AuditActor actor, AuditEntry entry) {
        repository.append(statements, Owner.of(tenant), Origin.current().as(actor), entry);
    }

    /** A change that concerns one person and no tenant. */
    public void append(Statements statements, UserId person, AuditEntry entry) {
        repository.append(statements, Owner.of(person), Origin.current(), entry);
    }

    /** The same, by somebody whom authentication has not named to this thread. */
    public void append(Statements statements, UserId person, AuditActor actor, AuditEntry entry) {
        repository.append(statements, Owner.of(person), Origin.current().as(actor), entry);
    }

    /**
     * What a customer did at the sign-in service, which says when and from where. What was refused there is counted as our own
     * refusals are, or whoever knows an address could fill its owner's log with wrong passwords. Needs the system door.
     *
     * @param code why it was refused, if it was
     */
    public void appendOfProvider(
            Statements statements,
            UserId person,
            AuditAction action,
            Instant at,
            @Nullable String address,
            @Nullable String code) {
        appendOfProvider(statements, person, AuditActor.of(person), action, at, address, code);
    }

    /** The same of somebody who runs the installation: it is in the staff's log and nowhere else. */
    public void appendOfProvider(
            Statements statements,
            AuditActor staff,
            AuditAction action,
            Instant at,
            @Nullable String address,
            @Nullable String code) {
        appendOfProvider(statements, null, staff, action, at, address, code);
    }

    private void appendOfProvider(
            Statements statements,
            @Nullable UserId person,
            AuditActor actor,
            AuditAction action,
            Instant at,
            @Nullable String address,
            @Nullable String code) {
        if (code == null) {
            repository.appendOfProvider(statements, person, actor, action, at, address);
            return;
        }
        var owner = person == null ? null : Owner.of(person);
        var kind = new Refusal.Kind(owner, at.truncatedTo(ChronoUnit.MINUTES), actor, action.code(), code);
        refusals.count(statements, new Refusal(kind, at, new Origin(actor, address, null), null, 1));
    }
}

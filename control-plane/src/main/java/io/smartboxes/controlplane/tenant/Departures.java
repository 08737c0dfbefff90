package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.DatabaseException;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Takes a person who goes out of every tenant. Tenants that have nobody else go with them. */
@Singleton
public final class Departures {

    private final UserDatabase people;
    private final TenantDatabase database;
    private final MembershipRepository members;
    private final TenantClosing closing;
    private final List<MemberBelongings> belongings;
    private final AuditTrail audit;
    private final NudgeBus nudges;

    Departures(
            UserDatabase people,
            TenantDatabase database,
            MembershipRepository members,
            TenantClosing closing,
            List<MemberBelongings> belongings,
            AuditTrail audit,
            NudgeBus nudges) {
        this.people = people;
        this.database = database;
        this.members = members;
        this.closing = closing;
        this.belongings = List.copyOf(belongings);
        this.audit = audit;
        this.nudges = nudges;
    }

    /**
     * Nothing is done unless all of it can be.
     *
     * @throws ProblemException LAST_OWNER, naming the tenants that others would be left in without an owner
     */
    public void leaveAll(UserId user) {
        var own = people.transaction(user, statements -> members.of(statements, user));
        var company = own.stream().map(membership -> company(membership, user)).toList();
        var orphaned = new ArrayList<String>();
        for (int index = 0; index < own.size(); index++) {
            if (own.get(index).role() == Role.OWNER && company.get(index) == Company.WITHOUT_OWNER) {
                orphaned.add("\"" + own.get(index).tenant().name() + "\"");
            }
        }
        if (!orphaned.isEmpty()) {
            throw new ProblemException(
                    ProblemType.LAST_OWNER,
                    "You are the last owner of " + String.join(", ", orphaned)
                            + ", and others are members there. Make one of them owner first, or delete the tenant.");
        }
        for (int index = 0; index < own.size(); index++) {
            if (company.get(index) == Company.NONE) {
                closing.closeForGood(own.get(index).tenant().id());
            } else {
                leave(own.get(index), user);
            }
        }
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, user.toString());
    }

    /** Who else is there. */
    private enum Company {
        NONE,
        WITHOUT_OWNER,
        WITH_OWNER
    }

    private Company company(Membership membership, UserId user) {
        var tenant = membership.tenant().id();
        return database.transaction(tenant, statements -> {
            if (members.others(statements, tenant, user) == 0) {
                return Company.NONE;
            }
            return members.otherOwners(statements, tenant, user) == 0 ? Company.WITHOUT_OWNER : Company.WITH_OWNER;
        });
    }

    private void leave(Membership membership, UserId user) {
        var tenant = membership.tenant().id();
        try {
            boolean unused = database.transaction(tenant, statements -> {
                belongings.forEach(belonging -> belonging.end(statements, tenant, user));
                members.delete(statements, tenant, user);
                audit.append(
                        statements,
                        tenant,
                        AuditActor.of(user),
                        AuditEntry.of(AuditAction.MEMBER_REMOVE, user)
                                .changed("role", membership.role().code(), null));
                return true;
            });
        } catch (DatabaseException refused) {
            throw refused.violates("membership_owner_left")
                    ? new ProblemException(
                            ProblemType.LAST_OWNER,
                            "You have just become the last owner of \""
                                    + membership.tenant().name() + "\". Make another member owner first.")
                    : refused;
        }
    }
}

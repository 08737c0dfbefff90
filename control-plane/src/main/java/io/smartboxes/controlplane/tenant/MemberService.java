package io.smartboxes.controlplane.tenant;

import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.DatabaseException;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in a tenant, and as what. */
@Singleton
final class MemberService {

    private final TenantDatabase database;
    private final MembershipRepository repository;
    private final List<MemberBelongings> belongings;
    private final AuditTrail audit;
    private final NudgeBus nudges;

    MemberService(
            TenantDatabase database,
            MembershipRepository repository,
            List<MemberBelongings> belongings,
            AuditTrail audit,
            NudgeBus nudges) {
        this.database = database;
        this.repository = repository;
        this.belongings = List.copyOf(belongings);
        this.audit = audit;
        this.nudges = nudges;
    }

    MemberList list(Actor actor, @Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        var found = database.transaction(
                actor.tenantId(), statements -> repository.list(statements, actor.tenantId(), after, limit + 1));
        if (found.size() <= limit) {
            return new MemberList(found, null);
        }
        var last = found.get(limit - 1);
        var next = new Cursor(last.since(), UserId.parse(last.id()).value(), false);
        return new MemberList(found.subList(0, limit), next.encode());
    }

    /** Gives a member another role. Owners are made and unmade by owners. */
    Member change(Actor actor, String id, @Nullable String role) {
        var wanted = Role.of(role == null ? "" : role)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.INVALID_REQUEST, "role must be one of " + Role.codes() + "."));
        actor.require(Action.MEMBERS_WRITE);
        if (wanted == Role.OWNER) {
            actor.require(Action.OWNERS_WRITE);
        }
        var user = parse(id);
        return update(actor, user, (statements, before) -> {
            repository.change(statements, actor.tenantId(), user, wanted);
            return AuditEntry.of(AuditAction.MEMBER_CHANGE, user).changed("role", before.role(), wanted.code());
        });
    }

    /** What taking them out would mean. */
    MemberRemoval removal(Actor actor, String id) {
        var user = parse(id);
        if (!user.equals(actor.principal().person())) {
            actor.require(Action.MEMBERS_WRITE);
        }
        return database.transaction(actor.tenantId(), statements -> {
            var member = repository.find(statements, actor.tenantId(), user).orElseThrow(() -> unknown(id));
            boolean last = member.role().equals(Role.OWNER.code())
                    && repository.otherOwners(statements, actor.tenantId(), user) == 0;
            var keys = belongings.stream()
                    .flatMap(belonging -> belonging.of(statements, actor.tenantId(), user).stream())
                    .toList();
            return new MemberRemoval(member, keys, last ? lastOwner().detail() : null);
        });
    }

    /** Takes somebody out of the tenant, with everything they could do; anybody may do that with themselves. */
    void remove(Actor actor, String id, Belongings keys) {
        var user = parse(id);
        var remover = actor.principal().person();
        if (!user.equals(remover)) {
            actor.require(Action.MEMBERS_WRITE);
        }
        if (keys == Belongings.HAND_OVER && (remover == null || user.equals(remover))) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Whoever leaves cannot keep their keys. Somebody else can take them over while removing you.");
        }
        var unused = update(actor, user, (statements, before) -> {
            for (var belonging : belongings) {
                if (keys == Belongings.HAND_OVER && remover != null) {
                    belonging.handOver(statements, actor.tenantId(), user, remover);
                } else {
                    belonging.end(statements, actor.tenantId(), user);
                }
            }
            repository.delete(statements, actor.tenantId(), user);
            return AuditEntry.of(AuditAction.MEMBER_REMOVE, user).changed("role", before.role(), null);
        });
    }

    /** Makes it so, and says what to write down of it. */
    private interface Change {
        AuditEntry make(Statements statements, Member before);
    }

    private Member update(Actor actor, UserId user, Change change) {
        Member after;
        try {
            after = database.transaction(actor.tenantId(), statements -> {
                var before =
                        repository.find(statements, actor.tenantId(), user).orElseThrow(() -> unknown(user.toString()));
                if (before.role().equals(Role.OWNER.code())) {
                    actor.require(Action.OWNERS_WRITE);
                }
                audit.append(statements, actor.tenantId(), change.make(statements, before));
                return repository.find(statements, actor.tenantId(), user).orElse(before);
            });
        } catch (DatabaseException refused) {
            throw refused.violates("membership_owner_left") ? lastOwner() : refused;
        }
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, user.toString());
        return after;
    }

    private static UserId parse(String id) {
        try {
            return UserId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "\"" + id + "\" is no member of this tenant.");
    }

    private static ProblemException lastOwner() {
        return new ProblemException(
                ProblemType.LAST_OWNER,
                "This is the tenant's last owner, and a tenant needs one. Make another member owner first.");
    }
}

package io.smartboxes.controlplane.apikey;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Nobody hands out more than they have: a key that makes keys makes none with fewer limits than its own. */
@Singleton
final class Narrowing {

    private final ApiKeyRepository repository;

    Narrowing(ApiKeyRepository repository) {
        this.repository = repository;
    }

    /** What a new key of this actor's is, where the request says nothing. */
    KeyTerms otherwise(Statements statements, Actor actor, Instant now) {
        var end = now.plus(KeyRequests.LIFE);
        if (!(actor.principal() instanceof Principal.Key caller)) {
            return KeyTerms.NONE.until(end);
        }
        var own = terms(statements, actor, caller);
        var ownEnd = own.expiresAt();
        return new KeyTerms(own.scopes(), own.addresses(), null, ownEnd != null && ownEnd.isBefore(end) ? ownEnd : end);
    }

    /** @throws ProblemException when the actor may not hand this on */
    void require(Statements statements, Actor actor, KeyTerms wanted) {
        if (actor.principal() instanceof Principal.Key caller) {
            require(actor, caller.role(), terms(statements, actor, caller), wanted);
        }
    }

    /** @throws ProblemException when the actor may not have the secret of a key like this one */
    void requireRotation(Statements statements, Actor actor, KeyRow old, Role role) {
        if (actor.principal() instanceof Principal.Key caller) {
            if (!caller.id().equals(old.id())) {
                require(actor, role, terms(statements, actor, caller), old.terms());
            }
        } else if (!actor.mayAllOf(role, old.terms().scopes())) {
            throw new ProblemException(
                    ProblemType.ROLE_FORBIDS,
                    "This key may do more than you may: whoever rotates it would hold it. Ask its maker or an owner.");
        }
    }

    private static void require(Actor actor, Role role, KeyTerms own, KeyTerms wanted) {
        if (!actor.mayAllOf(role, wanted.scopes())) {
            throw new ProblemException(
                    ProblemType.SCOPE_MISSING,
                    "A key cannot hand on what it may not do itself: it has the scopes "
                            + String.join(", ", own.scopes().codes()) + " and was asked for "
                            + String.join(", ", wanted.scopes().codes()) + ".");
        }
        if (own.sandboxesMax() != null) {
            throw beyond("has a limit of " + own.sandboxesMax() + " sandboxes, which a second key would get round");
        }
        if (!wanted.isWithinAddressesOf(own)) {
            throw beyond("is valid from a list of addresses, and this would be valid from others");
        }
        if (!wanted.endsWith(own)) {
            throw beyond("ends at " + own.expiresAt() + ", and this would end later");
        }
    }

    private static ProblemException beyond(String why) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "A key cannot hand on what it does not have: the one that asks " + why + ".");
    }

    private KeyTerms terms(Statements statements, Actor actor, Principal.Key caller) {
        return repository
                .find(
                        statements,
                        actor.tenantId(),
                        new Reach(true, null),
                        List.of(caller.id().value()))
                .stream()
                .findFirst()
                .map(KeyRow::terms)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNAUTHENTICATED, "The credential is unknown, or was revoked."));
    }
}

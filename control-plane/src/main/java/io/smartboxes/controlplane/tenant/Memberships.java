package io.smartboxes.controlplane.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.access.TenantChoice;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.http.Headers;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where people belong. An answer is remembered for at most eight seconds, and dropped at once when it is known to have changed. */
@Singleton
public final class Memberships implements TenantChoice {

    /** With the second after which an open stream looks again, a removal takes effect within ten. */
    private static final Duration REMEMBERED = Duration.ofSeconds(8);

    private static final long REMEMBERED_MAX = 10_000;

    private final UserDatabase database;
    private final MembershipRepository repository;
    private final Cache<UserId, List<Membership>> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    Memberships(UserDatabase database, MembershipRepository repository, NudgeBus nudges) {
        this.database = database;
        this.repository = repository;
        nudges.subscribe(TenantTopics.MEMBERSHIP_CHANGED, new NudgeListener() {
            @Override
            public void nudged(String user) {
                known.invalidate(UserId.parse(user));
            }

            @Override
            public void missed() {
                known.invalidateAll();
            }
        });
        // Who belongs to a tenant is shown how it stands.
        nudges.subscribe(
                TenantTopics.STANDING_CHANGED,
                tenant -> known.asMap()
                        .values()
                        .removeIf(memberships -> memberships.stream()
                                .anyMatch(membership ->
                                        membership.tenant().id().toString().equals(tenant))));
    }

    /** Oldest tenant first. */
    public List<Membership> of(UserId user) {
        var cached = known.getIfPresent(user);
        if (cached != null) {
            return cached;
        }
        var found = database.transaction(user, statements -> repository.of(statements, user));
        known.put(user, found);
        return found;
    }

    /** @throws ProblemException LIMIT_REACHED, when somebody belongs to as many tenants as is possible */
    public void requireRoom(UserId user) {
        if (of(user).size() >= MembershipRepository.TENANTS_MAX) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    "You belong to " + MembershipRepository.TENANTS_MAX
                            + " tenants, which is the most. Leave one first.");
        }
    }

    @Override
    public Actor choose(SignedIn person, @Nullable String tenant) {
        var own = of(person.user());
        var membership = tenant == null ? only(own) : named(own, tenant);
        return new Actor(
                membership.tenant().id(), new Principal.Member(person.user(), person.session(), membership.role()));
    }

    private static Membership named(List<Membership> own, String tenant) {
        return own.stream()
                .filter(membership -> membership.tenant().id().toString().equals(tenant))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "The tenant that the header " + Headers.TENANT
                                + " names doesn't exist, or you are no member of it. GET /v1/me lists yours."));
    }

    private static Membership only(List<Membership> own) {
        if (own.size() != 1) {
            throw new ProblemException(
                    ProblemType.TENANT_REQUIRED,
                    own.isEmpty()
                            ? "You belong to no tenant. POST /v1/tenants makes one."
                            : "You belong to " + own.size() + " tenants: say which one with the header "
                                    + Headers.TENANT + ". GET /v1/me lists them.");
        }
        return own.getFirst();
    }
}

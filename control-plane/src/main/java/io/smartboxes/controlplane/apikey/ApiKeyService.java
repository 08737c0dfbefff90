package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.NewApiKey;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.Topic;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues, lists, rotates and revokes the keys of a tenant. */
@Singleton
public final class ApiKeyService {

    /** A key was revoked, or ends sooner than it did; the subject is its id. */
    static final Topic REVOKED = new Topic("apikey.revoked");

    /** A key was made, ends sooner or was revoked; the subject is its id. */
    public static final Topic CHANGED = new Topic("apikey.changed");

    /** Live keys that a tenant may have. */
    static final int LIVE_MAX = 1000;

    private final TenantDatabase database;
    private final ApiKeyRepository repository;
    private final Narrowing narrowing;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    ApiKeyService(
            TenantDatabase database,
            ApiKeyRepository repository,
            Narrowing narrowing,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.narrowing = narrowing;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    /** A new key; its text is in the answer and nowhere else. */
    CreatedApiKey create(Actor actor, NewApiKey request) {
        var now = now();
        var made = database.transaction(actor.tenantId(), statements -> {
            var wanted = KeyRequests.check(request, narrowing.otherwise(statements, actor, now), now);
            narrowing.require(statements, actor, wanted.terms());
            return insertNew(
                    statements,
                    actor.tenantId(),
                    draft(actor.principal().person(), wanted.name(), wanted.terms(), now, null));
        });
        nudges.publish(CHANGED, made.id());
        return made;
    }

    /**
     * A key that may do everything for ever, in a transaction of the caller's.
     *
     * @param maker whose rights bound the key's; nobody's, if it comes with the installation
     */
    public CreatedApiKey insert(Statements statements, TenantId tenant, @Nullable UserId maker, String name) {
        return insertNew(statements, tenant, draft(maker, name, KeyTerms.NONE, now(), null));
    }

    private CreatedApiKey insertNew(Statements statements, TenantId tenant, Draft draft) {
        var made = insert(statements, tenant, draft);
        audit.append(
                statements,
                tenant,
                AuditEntry.of(AuditAction.API_KEY_CREATE, draft.id())
                        .set("name", draft.name())
                        .set("scopes", String.join(" ", made.scopes()))
                        .changed(
                                "addresses",
                                null,
                                made.addresses().isEmpty() ? null : String.join(" ", made.addresses()))
                        .changed("sandboxesMax", null, made.sandboxesMax())
                        .changed("expiresAt", null, made.expiresAt()));
        return made;
    }

    /** What a new key is, but for its secret. */
    private record Draft(
            ApiKeyId id,
            @Nullable UserId maker,
            String name,
            KeyTerms terms,
            Instant createdAt,
            @Nullable KeyRow before) {}

    private Draft draft(@Nullable UserId maker, String name, KeyTerms terms, Instant now, @Nullable KeyRow before) {
        return new Draft(ApiKeyId.next(clock), maker, name, terms, now, before);
    }

    private CreatedApiKey insert(Statements statements, TenantId tenant, Draft draft) {
        var secret = KeySecret.random();
        var before = draft.before();
        var key = new KeyRow(
                draft.id(),
                before == null ? draft.id() : before.line(),
                before == null ? null : before.id(),
                draft.name(),
                secret.mask(),
                draft.maker(),
                draft.terms(),
                draft.createdAt(),
                null,
                null);
        if (!repository.insert(statements, tenant, key, secret.hash(), LIVE_MAX)) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    "There are " + LIVE_MAX
                            + " API keys already, which is the most. Revoke one that is no longer used.");
        }
        return key.shownOnce(secret);
    }

    /** Those of these keys that the actor may see, in no order. */
    public List<ApiKey> find(Actor actor, Collection<UUID> ids) {
        if (ids.isEmpty() || !actor.may(Action.API_KEYS_OWN)) {
            return List.of();
        }
        return shown(database.transaction(
                actor.tenantId(), statements -> repository.find(statements, actor.tenantId(), Reach.of(actor), ids)));
    }

    /** One page, newest first. */
    ApiKeyList list(Actor actor, @Nullable String nextToken, int limit) {
        return list(actor.tenantId(), Reach.of(actor), nextToken, limit);
    }

    /** One page of everybody's, newest first. */
    public ApiKeyList listAll(TenantId tenant, @Nullable String nextToken, int limit) {
        return list(tenant, Reach.EVERYBODYS, nextToken, limit);
    }

    private ApiKeyList list(TenantId tenant, Reach reach, @Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        var found = database.transaction(
                tenant, statements -> repository.list(statements, tenant, reach, after, limit + 1));
        if (found.size() <= limit) {
            return new ApiKeyList(shown(found), null);
        }
        KeyRow last = found.get(limit - 1);
        var next = new Cursor(last.createdAt(), last.id().value(), false);
        return new ApiKeyList(shown(found.subList(0, limit)), next.encode());
    }

    /** Puts a new key in a key's place. It lives as long as the old one was given, counted from now. */
    CreatedApiKey rotate(Actor actor, String id, @Nullable String overlap) {
        var asked = Overlap.of(overlap);
        ApiKeyId key = parse(id);
        var now = now();
        var made = database.transaction(actor.tenantId(), statements -> {
            var old = repository
                    .lockLive(statements, actor.tenantId(), Reach.of(actor), key, now)
                    .orElseThrow(() -> unknown(id));
            var role =
                    repository.role(statements, actor.tenantId(), old.maker()).orElseThrow(() -> unknown(id));
            narrowing.requireRotation(statements, actor, old, role);
            // Its end is that of the overlap now, and no measure for the next one's.
            repository
                    .findReplacement(statements, actor.tenantId(), key)
                    .ifPresent(ApiKeyService::refuseSecondRotation);
            boolean revoked =
                    asked == Overlap.NONE && repository.revoke(statements, actor.tenantId(), Reach.of(actor), key, now);
            if (!revoked) {
                repository.end(statements, actor.tenantId(), key, now.plus(asked.duration()));
            }
            var replacement = insert(
                    statements,
                    actor.tenantId(),
                    draft(old.maker(), old.name(), old.terms().until(renewed(old, now)), now, old));
            audit.append(
                    statements,
                    actor.tenantId(),
                    AuditEntry.of(AuditAction.API_KEY_ROTATE, key)
                            .set("replacedBy", replacement.id())
                            .set("overlap", asked.duration()));
            return replacement;
        });
        nudges.publish(REVOKED, key.toString());
        nudges.publish(CHANGED, key.toString());
        nudges.publish(CHANGED, made.id());
        return made;
    }

    private static void refuseSecondRotation(ApiKeyId replacement) {
        throw new ProblemException(
                ProblemType.CONFLICT, "This key was rotated already, into " + replacement + ". Rotate that one.");
    }

    private static @Nullable Instant renewed(KeyRow old, Instant now) {
        var end = old.terms().expiresAt();
        return end == null ? null : now.plus(Duration.between(old.createdAt(), end));
    }

    /** Ends a key. Every replica that hears of it refuses the key at once, the others within the cache's time. */
    void revoke(Actor actor, String id) {
        ApiKeyId key = parse(id);
        boolean unused = database.transaction(actor.tenantId(), statements -> {
            if (!repository.revoke(statements, actor.tenantId(), Reach.of(actor), key, clock.instant())) {
                throw unknown(id);
            }
            audit.append(statements, actor.tenantId(), AuditEntry.of(AuditAction.API_KEY_REVOKE, key));
            return true;
        });
        nudges.publish(REVOKED, key.toString());
        nudges.publish(CHANGED, key.toString());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static List<ApiKey> shown(List<KeyRow> rows) {
        return rows.stream().map(KeyRow::shown).toList();
    }

    private static ApiKeyId parse(String id) {
        try {
            return ApiKeyId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "API key \"" + id + "\" doesn't exist, was revoked, has expired, or is not yours.");
    }
}

package io.smartboxes.controlplane.apikey;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.Topic;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.http.DisplayName;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues, lists and revokes the keys of a tenant. */
@Singleton
public final class ApiKeyService {

    /** A key was revoked; the subject is its id. */
    static final Topic REVOKED = new Topic("apikey.revoked");

    /** A key was made or revoked; the subject is its id. */
    public static final Topic CHANGED = new Topic("apikey.changed");

    /** Live keys that a tenant may have. */
    static final int LIVE_MAX = 1000;

    private final TenantDatabase database;
    private final ApiKeyRepository repository;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    ApiKeyService(
            TenantDatabase database,
            ApiKeyRepository repository,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    /** A new key; its text is in the answer and nowhere else. */
    public CreatedApiKey create(TenantId tenant, @Nullable UserId maker, @Nullable String name) {
        String valid = DisplayName.require(name);
        var made = database.transaction(tenant, statements -> insert(statements, tenant, maker, valid));
        nudges.publish(CHANGED, made.id());
        return made;
    }

    /**
     * The same, in a transaction of the caller's.
     *
     * @param maker whose rights bound the key's; nobody's, if it comes with the installation
     */
    public CreatedApiKey insert(Statements statements, TenantId tenant, @Nullable UserId maker, String name) {
        var key = new ApiKeyRepository.StoredKey(
                ApiKeyId.next(clock),
                name,
                maker,
                KeySecret.random(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!repository.insert(statements, tenant, key, LIVE_MAX)) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    "There are " + LIVE_MAX
                            + " API keys already, which is the most. Revoke one that is no longer used.");
        }
        audit.append(
                statements,
                tenant,
                AuditEntry.of(AuditAction.API_KEY_CREATE, key.id()).set("name", name));
        return new CreatedApiKey(
                key.id().toString(),
                name,
                key.secret().mask(),
                key.createdAt(),
                key.secret().text());
    }

    /** Those of these keys that the actor may see, in no order. */
    public List<ApiKey> find(Actor actor, Collection<UUID> ids) {
        if (ids.isEmpty() || !actor.may(Action.API_KEYS_OWN)) {
            return List.of();
        }
        return database.transaction(
                actor.tenantId(), statements -> repository.find(statements, actor.tenantId(), Reach.of(actor), ids));
    }

    /** One page, newest first. */
    ApiKeyList list(Actor actor, @Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        var found = database.transaction(
                actor.tenantId(),
                statements -> repository.list(statements, actor.tenantId(), Reach.of(actor), after, limit + 1));
        if (found.size() <= limit) {
            return new ApiKeyList(found, null);
        }
        ApiKey last = found.get(limit - 1);
        var next = new Cursor(last.createdAt(), ApiKeyId.parse(last.id()).value(), false);
        return new ApiKeyList(found.subList(0, limit), next.encode());
    }

    /** Ends a key. Every replica that hears of it refuses the key at once, the others within the cache's time. */
    void revoke(Actor actor, String id) {
        ApiKeyId key;
        try {
            key = ApiKeyId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
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

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "API key \"" + id + "\" doesn't exist, was revoked, or is not yours.");
    }
}

package io.smartboxes.controlplane.sandbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.access.Scopes;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of those that were given a token of a sandbox may enter it now, as the policy stands: not those whose key was revoked or
 * has expired, whose sign-in has ended or lapsed, who left the tenant or may not open sandboxes any more.
 */
@Singleton
public final class HolderRights {

    private static final Logger LOG = LoggerFactory.getLogger(HolderRights.class);

    /** What a token gives, all of it. */
    private static final List<Action> GIVEN = List.of(Action.SANDBOX_OPEN, Action.FILE_READ, Action.FILE_WRITE);

    /**
     * A sign-in in which nobody was seen for so long has lapsed, as it has at the provider unless it was asked to remember it.
     * Nothing is lost by it: the next request in it brings it back.
     */
    private static final Duration LAPSES_AFTER = Duration.ofHours(4);

    /** Workers ask every second; what is wrong with a row is said once in a while. */
    private static final Duration SAID_AGAIN_AFTER = Duration.ofMinutes(10);

    private static final long SAID_MAX = 1_000;

    private static final String CANDIDATES = """
            select s.tenant_id, s.id, h.kind, h.holder_id, h.has_guest_token, k.id is not null as live, k.made_by, u.user_id, m.role,
                array_to_string(k.scopes, ',') as scopes
            from sandbox s
                left join lateral (
                    select 'key' as kind, s.api_key_id as holder_id, s.guest_token_given as has_guest_token
                    where s.api_key_id is not null
                    union all
                    select 'session', s.session_id, false where s.session_id is not null
                    union all
                    select kind, holder_id, false from sandbox_holder where tenant_id = s.tenant_id and sandbox_id = s.id
                ) h on true
                left join api_key k on h.kind = 'key' and k.tenant_id = s.tenant_id and k.id = h.holder_id
                    and k.revoked_at is null and (k.expires_at is null or k.expires_at > ?)
                left join user_session u on h.kind = 'session' and u.id = h.holder_id and u.ended_at is null
                    and u.last_seen_at > ?
                left join membership m on m.tenant_id = s.tenant_id and m.user_id = coalesce(k.made_by, u.user_id)
            where\s""";

    private final Cache<UUID, Boolean> said = Caffeine.newBuilder()
            .expireAfterWrite(SAID_AGAIN_AFTER)
            .maximumSize(SAID_MAX)
            .build();

    HolderRights() {}

    /** Whether the policy lets them do all that a token gives. */
    static boolean mayEnter(Actor actor) {
        return GIVEN.stream().allMatch(actor::may);
    }

    /** Who may enter these sandboxes of a worker; those of other workers are left out. Needs the system door. */
    public Map<SandboxId, List<Entitled>> entitled(
            Statements statements, WorkerId worker, Collection<SandboxId> sandboxes, Instant now) {
        var found = new HashMap<SandboxId, List<Entitled>>();
        var candidates = statements.list(
                CANDIDATES + "s.worker_id = ? and s.id = any (?)",
                this::candidate,
                now,
                now.minus(LAPSES_AFTER),
                worker.value(),
                sandboxes.stream().map(SandboxId::value).toList());
        for (var candidate : candidates) {
            var entitled = found.computeIfAbsent(candidate.sandbox(), id -> new ArrayList<>());
            candidate.entitled().ifPresent(entitled::add);
        }
        return found;
    }

    /** Who was given a token of this sandbox and may not enter it now. Needs the system door. */
    List<Holder> gone(Statements statements, TenantId tenant, SandboxId sandbox, Instant now) {
        return statements
                .list(
                        CANDIDATES + "s.tenant_id = ? and s.id = ?",
                        this::candidate,
                        now,
                        now.minus(LAPSES_AFTER),
                        tenant.value(),
                        sandbox.value())
                .stream()
                .filter(candidate -> candidate.entitled().isEmpty())
                .flatMap(candidate -> Optional.ofNullable(candidate.holder()).stream())
                .toList();
    }

    /**
     * Somebody who may enter a sandbox.
     *
     * @param hasGuestToken they made it when everybody was given the guest's own token, which they and whomever they gave it to
     *     may go on to show for as long as they may enter
     */
    public record Entitled(Holder holder, boolean hasGuestToken) {}

    /** @param actor who they are now; null for those who are nobody any more */
    private record Candidate(
            SandboxId sandbox,
            @Nullable Holder holder,
            @Nullable Actor actor,
            boolean hasGuestToken) {

        Optional<Entitled> entitled() {
            return Optional.ofNullable(actor)
                    .filter(HolderRights::mayEnter)
                    .map(enters -> new Entitled(Holder.of(enters.principal()), hasGuestToken));
        }
    }

    private Candidate candidate(Row row) {
        var sandbox = new SandboxId(row.uuid("id"));
        String kind = row.textOrNull("kind");
        if (kind == null) {
            return new Candidate(sandbox, null, null, false);
        }
        var holder = new Holder(Holder.Kind.of(kind), row.uuid("holder_id"));
        var principal = principal(holder, row);
        return new Candidate(
                sandbox,
                holder,
                principal == null ? null : new Actor(new TenantId(row.uuid("tenant_id")), principal),
                row.flag("has_guest_token"));
    }

    /** Null for those who are nobody any more, and for those of whom nobody can tell: the others are not to suffer for it. */
    private @Nullable Principal principal(Holder holder, Row row) {
        try {
            return switch (holder.kind()) {
                case KEY -> key(holder.id(), row);
                case SESSION -> member(holder.id(), row);
            };
        } catch (IllegalArgumentException unreadable) {
            if (said.asMap().putIfAbsent(holder.id(), true) == null) {
                LOG.warn("{} enters no sandbox, for its row cannot be read: {}", holder, unreadable.getMessage());
            }
            return null;
        }
    }

    private static Principal.@Nullable Key key(UUID id, Row row) {
        var maker = row.uuidOrNull("made_by");
        var role = role(row);
        if (!row.flag("live") || (maker != null && role == null)) {
            return null;
        }
        return new Principal.Key(
                new ApiKeyId(id),
                new ApiKeyId(id),
                maker == null ? null : new UserId(maker),
                role == null ? Role.OWNER : role,
                scopes(row),
                null);
    }

    private static Principal.@Nullable Member member(UUID session, Row row) {
        var user = row.uuidOrNull("user_id");
        var role = role(row);
        return user == null || role == null
                ? null
                : new Principal.Member(new UserId(user), new SessionId(session), role);
    }

    private static @Nullable Role role(Row row) {
        String code = row.textOrNull("role");
        return code == null
                ? null
                : Role.of(code).orElseThrow(() -> new IllegalArgumentException("\"" + code + "\" is no role"));
    }

    private static Scopes scopes(Row row) {
        String codes = row.textOrNull("scopes");
        return codes == null ? Scopes.ALL : Scopes.parse(List.of(codes.split(",")));
    }
}

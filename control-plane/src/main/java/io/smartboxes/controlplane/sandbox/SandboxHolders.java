package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.access.Scopes;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands out tokens of sandboxes, and knows who of those that were given one may still enter. */
@Singleton
public final class SandboxHolders {

    /** Keys and sign-ins that may hold a token of one sandbox, besides its maker's. */
    static final int HOLDERS_MAX = 500;

    /** What a token gives, all of it. */
    private static final List<Action> GIVEN = List.of(Action.SANDBOX_OPEN, Action.FILE_READ, Action.FILE_WRITE);

    private final TenantDatabase database;
    private final HolderTokens tokens;
    private final InstantSource clock;

    SandboxHolders(TenantDatabase database, HolderTokens tokens, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The actor's own token of the sandbox, the same each time; null for those who may not open it. */
    @Nullable String hand(Actor actor, Sandbox sandbox) {
        if (!mayEnter(actor)) {
            return null;
        }
        var holder = Holder.of(actor.principal());
        // The maker stands in the sandbox's own row.
        if (!holder.equals(sandbox.creator()) && !note(actor.tenantId(), sandbox.id(), holder)) {
            throw SandboxProblems.tooManyHolders(sandbox.id().toString(), HOLDERS_MAX);
        }
        return tokens.of(sandbox.id(), holder);
    }

    private static boolean mayEnter(Actor actor) {
        return GIVEN.stream().allMatch(actor::may);
    }

    /** False when there are as many as there may be. */
    private boolean note(TenantId tenant, SandboxId sandbox, Holder holder) {
        return database.transaction(
                tenant,
                statements -> statements
                        .first(
                                """
                        with held as (
                            select 1 from sandbox_holder where tenant_id = ? and sandbox_id = ? and holder_id = ?),
                        added as (
                            insert into sandbox_holder as h (tenant_id, sandbox_id, holder_id, kind, since)
                            select ?, ?, ?, ?, ?
                            where not exists (select from held)
                                and (select count(*) from sandbox_holder where tenant_id = ? and sandbox_id = ?) < ?
                            on conflict (tenant_id, sandbox_id, holder_id) do update set since = h.since
                            returning 1)
                        select exists (select from held) or exists (select from added) as holds
                        """,
                                row -> row.flag("holds"),
                                tenant.value(),
                                sandbox.value(),
                                holder.id(),
                                tenant.value(),
                                sandbox.value(),
                                holder.id(),
                                holder.kind().code(),
                                clock.instant().truncatedTo(ChronoUnit.MICROS),
                                tenant.value(),
                                sandbox.value(),
                                HOLDERS_MAX)
                        .orElse(false));
    }

    /**
     * Who may enter these sandboxes of a worker now, as the policy stands: not those whose key was revoked or has expired, whose
     * sign-in has ended, who left the tenant or may not open sandboxes any more. Those of other workers are left out. Needs the
     * system door.
     */
    public Map<SandboxId, List<Entitled>> entitled(
            Statements statements, WorkerId worker, Collection<SandboxId> sandboxes, Instant now) {
        var found = new HashMap<SandboxId, List<Entitled>>();
        var rows = statements.list(
                """
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
                    left join membership m on m.tenant_id = s.tenant_id and m.user_id = coalesce(k.made_by, u.user_id)
                where s.worker_id = ? and s.id = any (?)
                """,
                SandboxHolders::candidate,
                now,
                worker.value(),
                sandboxes.stream().map(SandboxId::value).toList());
        for (var candidate : rows) {
            var entitled = found.computeIfAbsent(candidate.sandbox(), id -> new ArrayList<>());
            candidate.entitled().ifPresent(entitled::add);
        }
        return found;
    }

    /**
     * Somebody who may enter a sandbox.
     *
     * @param hasGuestToken they made it when everybody was given the guest's own token, which they and whomever they gave it to
     *     may go on to show for as long as they may enter
     */
    public record Entitled(Holder holder, boolean hasGuestToken) {}

    private record Candidate(SandboxId sandbox, @Nullable Actor actor, boolean hasGuestToken) {

        Optional<Entitled> entitled() {
            return Optional.ofNullable(actor)
                    .filter(SandboxHolders::mayEnter)
                    .map(holder -> new Entitled(Holder.of(holder.principal()), hasGuestToken));
        }
    }

    private static Candidate candidate(Row row) {
        var principal = row.textOrNull("kind") == null ? null : principal(row);
        return new Candidate(
                new SandboxId(row.uuid("id")),
                principal == null ? null : new Actor(new TenantId(row.uuid("tenant_id")), principal),
                principal != null && row.flag("has_guest_token"));
    }

    /** Null for those who are nobody any more. */
    private static @Nullable Principal principal(Row row) {
        var holder = row.uuid("holder_id");
        String role = row.textOrNull("role");
        return switch (Holder.Kind.of(row.text("kind"))) {
            case KEY -> {
                var maker = row.uuidOrNull("made_by");
                yield !row.flag("live") || (maker != null && role == null)
                        ? null
                        : new Principal.Key(
                                new ApiKeyId(holder),
                                new ApiKeyId(holder),
                                maker == null ? null : new UserId(maker),
                                role == null ? Role.OWNER : Role.of(role).orElseThrow(),
                                scopes(row),
                                null);
            }
            case SESSION -> {
                var user = row.uuidOrNull("user_id");
                yield user == null || role == null
                        ? null
                        : new Principal.Member(
                                new UserId(user),
                                new SessionId(holder),
                                Role.of(role).orElseThrow());
            }
        };
    }

    private static Scopes scopes(Row row) {
        String codes = row.textOrNull("scopes");
        return codes == null ? Scopes.ALL : Scopes.parse(List.of(codes.split(",")));
    }
}

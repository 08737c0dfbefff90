package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Hands out tokens of sandboxes, and writes down to whom. */
@Singleton
final class SandboxHolders {

    /** Keys and sign-ins that may hold a token of one sandbox, besides its maker's. */
    static final int HOLDERS_MAX = 500;

    private final TenantDatabase database;
    private final SystemDatabase system;
    private final HolderRights rights;
    private final HolderTokens tokens;
    private final InstantSource clock;

    SandboxHolders(
            TenantDatabase database,
            SystemDatabase system,
            HolderRights rights,
            HolderTokens tokens,
            InstantSource clock) {
        this.database = database;
        this.system = system;
        this.rights = rights;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The actor's own token of the sandbox, the same each time; null for those who may not open it. */
    @Nullable String hand(Actor actor, Sandbox sandbox) {
        if (!HolderRights.mayEnter(actor)) {
            return null;
        }
        var token = handIfThereIsRoom(actor, sandbox);
        if (token == null) {
            throw SandboxProblems.tooManyHolders(sandbox.id().toString(), HOLDERS_MAX);
        }
        return token;
    }

    /** The same for those who only look: they are shown the sandbox without a token where no more can be handed out. */
    @Nullable String handIfThereIsRoom(Actor actor, Sandbox sandbox) {
        if (!HolderRights.mayEnter(actor)) {
            return null;
        }
        var holder = Holder.of(actor.principal());
        // The maker stands in the sandbox's own row.
        boolean holds = holder.equals(sandbox.creator())
                || note(actor.tenantId(), sandbox.id(), holder)
                || (forgetTheGone(actor.tenantId(), sandbox.id()) && note(actor.tenantId(), sandbox.id(), holder));
        return holds ? tokens.of(sandbox.id(), holder) : null;
    }

    /** Makes room by those who may not enter any more; whoever of them comes back is handed the same token again. */
    private boolean forgetTheGone(TenantId tenant, SandboxId sandbox) {
        return system.transaction(statements -> {
            var gone = rights.gone(statements, tenant, sandbox, clock.instant());
            return statements.update(
                            "delete from sandbox_holder where tenant_id = ? and sandbox_id = ? and holder_id = any (?)",
                            tenant.value(),
                            sandbox.value(),
                            gone.stream().map(Holder::id).toList())
                    > 0;
        });
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
}

package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import jakarta.inject.Singleton;

/**
 * Holds a key with a limit of its own to that many sandboxes. It counts rows instead of keeping a counter, so nothing has to be
 * given back and nothing drifts; creates with one such key take turns, and all others do not notice.
 */
@Singleton
final class KeyAllowance {

    /**
     * Lets one more sandbox be made, in the transaction that makes it.
     *
     * @throws ProblemException API_KEY_LIMIT_REACHED, when there are as many as there may be
     */
    void require(Statements statements, Actor actor) {
        if (!(actor.principal() instanceof Principal.Key key)) {
            return;
        }
        var max = key.sandboxesMax();
        if (max != null && running(statements, actor.tenantId(), key) >= max) {
            throw SandboxProblems.keyLimitReached(max);
        }
    }

    /** The key's row is held until the end of the transaction: whoever counts next sees what this one made. */
    private static long running(Statements statements, TenantId tenant, Principal.Key key) {
        boolean unused = statements
                .first(
                        "select id from api_key where tenant_id = ? and id = ? for no key update",
                        row -> row.uuid("id"),
                        tenant.value(),
                        key.line().value())
                .isPresent();
        return statements
                .first(
                        """
                        select count(*) as running from sandbox
                        where tenant_id = ? and seen not in ('TERMINATED', 'FAILED') and api_key_id in (
                            select id from api_key where tenant_id = ? and (id = ? or line = ?))
                        """,
                        row -> row.number("running"),
                        tenant.value(),
                        tenant.value(),
                        key.line().value(),
                        key.line().value())
                .orElse(0L);
    }
}

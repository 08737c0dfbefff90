package io.smartboxes.controlplane.usage;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.failpoint.Failpoints;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums the ledger up by hour. The cursor is a transaction's number: rows count once their transaction is older than every one
 * that still runs, so none can appear behind it. Of several replicas one works and the others pass.
 */
@Singleton
public class UsageRollUp {

    private static final Logger LOG = LoggerFactory.getLogger(UsageRollUp.class);

    /** Rows of one transaction, about. */
    private static final int BATCH = 20_000;

    private static final Duration LAG_ALARM = Duration.ofMinutes(5);

    private final SystemDatabase database;
    private final InstantSource clock;
    private volatile Duration lag = Duration.ZERO;

    UsageRollUp(SystemDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How long the oldest row that is not summed up had waited when this replica last looked. */
    public Duration lag() {
        return lag;
    }

    /** Sums up all there is. */
    @Scheduled(fixedDelay = "${smartboxes.usage.roll-up-interval:10s}", initialDelay = "1s")
    public void run() {
        try {
            while (pass()) {
                // There is more.
            }
            lag = oldestWaiting()
                    .map(since -> Duration.between(since, clock.instant()))
                    .orElse(Duration.ZERO);
            if (lag.compareTo(LAG_ALARM) > 0) {
                LOG.warn(
                        "event=usage-lag seconds={}: a transaction that is left open holds the roll-up up",
                        lag.toSeconds());
            }
        } catch (RuntimeException failure) {
            LOG.warn("usage is not rolled up until the next round: {}", failure.getMessage());
        }
    }

    /** Sums up the next batch, if another replica is not at it; says whether there is more. */
    boolean pass() {
        Batch batch = database.transaction(statements -> {
            Batch next = next(statements);
            if (next != null) {
                sumUp(statements, next);
                Failpoints.reach(UsageFailpoint.ROLL_UP_BEFORE_COMMIT);
            }
            return next;
        });
        if (batch == null) {
            return false;
        }
        Failpoints.reach(UsageFailpoint.ROLL_UP_AFTER_COMMIT);
        return batch.more();
    }

    /** @param end exclusive */
    private record Batch(String begin, String end, boolean more) {}

    private static @Nullable Batch next(Statements statements) {
        // The bound first: whatever commits between this statement and the next has a higher number.
        Optional<Batch> bounds = statements.first("""
                select rolled_up_to::text as begin, pg_snapshot_xmin(pg_current_snapshot())::text as xmin
                from usage_cursor for update skip locked
                """, row -> new Batch(row.text("begin"), row.text("xmin"), false));
        if (bounds.isEmpty()) {
            return null;
        }
        String begin = bounds.get().begin();
        String xmin = bounds.get().end();
        boolean any = statements
                .first(
                        "select xid from usage_ledger where xid >= ?::xid8 and xid < ?::xid8 limit 1",
                        row -> true,
                        begin,
                        xmin)
                .isPresent();
        if (!any) {
            return null;
        }
        return statements
                .first("""
                        select xid::text as bound from usage_ledger
                        where xid >= ?::xid8 and xid < ?::xid8 order by xid offset ? limit 1
                        """, row -> row.text("bound"), begin, xmin, BATCH)
                // Of a transaction all rows or none; one is never as large as a batch.
                .filter(bound -> !bound.equals(begin))
                .map(bound -> new Batch(begin, bound, true))
                .orElse(new Batch(begin, xmin, false));
    }

    private static void sumUp(Statements statements, Batch batch) {
        int summed = statements.update("""
                insert into usage_hour as known (tenant_id, sandbox_id, hour, meter, api_key_id, template_id, quantity,
                    running_millis)
                select tenant_id, sandbox_id, date_trunc('hour', from_at, 'UTC') as hour, meter, api_key_id, template_id,
                    sum(quantity)::bigint, sum(round(extract(epoch from to_at - from_at) * 1000))::bigint
                from usage_ledger where xid >= ?::xid8 and xid < ?::xid8
                group by tenant_id, sandbox_id, date_trunc('hour', from_at, 'UTC'), meter, api_key_id, template_id
                on conflict (tenant_id, sandbox_id, hour, meter) do update set
                    quantity = known.quantity + excluded.quantity,
                    running_millis = known.running_millis + excluded.running_millis
                """, batch.begin(), batch.end());
        int moved = statements.update("update usage_cursor set rolled_up_to = ?::xid8", batch.end());
        LOG.debug("rolled up {} sums, cursor {}", summed, moved);
    }

    private Optional<Instant> oldestWaiting() {
        return database.transaction(statements -> statements.first("""
                select recorded_at from usage_ledger, usage_cursor where xid >= rolled_up_to order by xid limit 1
                """, row -> row.instant("recorded_at")));
    }
}

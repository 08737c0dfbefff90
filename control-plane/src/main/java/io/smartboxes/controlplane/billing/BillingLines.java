package io.smartboxes.controlplane.billing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes lines of what was rolled up, and tells the provider. Of several replicas one makes lines at a time; a line that a replica
 * tells is its own for longer than the provider may take, and another's after that.
 */
@Singleton
@Requires(beans = BillingProvider.class)
public class BillingLines {

    private static final Logger LOG = LoggerFactory.getLogger(BillingLines.class);

    private static final Duration LEASE = Duration.ofMinutes(2);

    /** After a refusal, doubled with each further one up to an hour: a provider that is down for a weekend loses nothing. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

    private static final Duration AGAIN_AFTER_MAX = Duration.ofHours(1);

    private static final int ERROR_MAX = 500;

    private final SystemDatabase database;
    private final BillingProvider provider;
    private final BillingConfig config;
    private final InstantSource clock;

    BillingLines(SystemDatabase database, BillingProvider provider, BillingConfig config, InstantSource clock) {
        this.database = database;
        this.provider = provider;
        this.config = config;
        this.clock = clock;
    }

    /** Makes the lines that are due; how many, for whoever wants to know. */
    @Scheduled(fixedDelay = "${smartboxes.billing.line-interval:10m}", initialDelay = "1m")
    public int make() {
        Instant since = config.since();
        if (since == null) {
            return 0;
        }
        Instant now = clock.instant();
        Instant oldest = now.minus(config.lookBack());
        return database.transaction(statements -> mayMake(statements)
                ? add(statements, since.isAfter(oldest) ? since : oldest, now.minus(config.settleAfter()), now)
                : 0);
    }

    /** The row is the turn: two replicas that made lines at once would both find the same usage untold. */
    private static boolean mayMake(Statements statements) {
        return statements
                .first("select singleton from billing_turn for update skip locked", row -> row.flag("singleton"))
                .isPresent();
    }

    private static int add(Statements statements, Instant from, Instant until, Instant now) {
        return statements.update("""
                insert into billing_line (tenant_id, id, hour, meter, quantity, price_version, made_at, next_try_at)
                select used.tenant_id, uuidv7(), used.hour, used.meter, used.quantity - coalesce(told.quantity, 0), book.number, ?, ?
                from (select tenant_id, hour, meter, sum(quantity)::bigint as quantity from usage_hour
                      where hour >= ? and hour + interval '1 hour' <= ? group by tenant_id, hour, meter) used
                    join lateral (select number from price_book_version
                      where valid_from <= used.hour order by valid_from desc limit 1) book on true
                    join price on price.version = book.number and price.meter = used.meter
                    left join lateral (select sum(quantity)::bigint as quantity from billing_line l
                      where l.tenant_id = used.tenant_id and l.hour = used.hour and l.meter = used.meter) told on true
                where used.quantity > coalesce(told.quantity, 0)
                """, now, now, from, until);
    }

    /** Tells what waits, one line after the other. */
    @Scheduled(fixedDelay = "5s", initialDelay = "5s")
    public void tell() {
        try {
            for (var line = claim(); line.isPresent(); line = claim()) {
                tell(line.get());
            }
        } catch (RuntimeException failure) {
            LOG.warn("billing waits until the next round: {}", failure.getMessage());
        }
    }

    private Optional<Claimed> claim() {
        Instant now = clock.instant();
        return database.transaction(statements -> statements.first("""
                update billing_line set attempts = attempts + 1, next_try_at = ?
                where (tenant_id, id) = (
                    select tenant_id, id from billing_line where told_at is null and next_try_at <= ?
                    order by next_try_at limit 1 for update skip locked)
                returning tenant_id, id, hour, meter, quantity, price_version, attempts
                """, BillingLines::claimed, now.plus(LEASE), now));
    }

    private void tell(Claimed claimed) {
        BillingLine line = claimed.line();
        try {
            provider.take(line);
            database.transaction(statements -> statements.update(
                    "update billing_line set told_at = ?, last_error = null where tenant_id = ? and id = ? and told_at is null",
                    clock.instant(),
                    line.tenant().value(),
                    line.id()));
        } catch (BillingRefusedException refused) {
            String said = String.valueOf(refused.getMessage());
            LOG.warn("event=billing-refused line={} attempt={} message=\"{}\"", line.id(), claimed.attempt(), said);
            database.transaction(statements -> statements.update(
                    "update billing_line set next_try_at = ?, last_error = ? where tenant_id = ? and id = ? and attempts = ?",
                    clock.instant().plus(againAfter(claimed.attempt())),
                    said.length() > ERROR_MAX ? said.substring(0, ERROR_MAX) : said,
                    line.tenant().value(),
                    line.id(),
                    claimed.attempt()));
        }
    }

    static Duration againAfter(int attempt) {
        Duration doubled = AGAIN_AFTER.multipliedBy(1L << Math.min(attempt - 1, 20));
        return doubled.compareTo(AGAIN_AFTER_MAX) > 0 ? AGAIN_AFTER_MAX : doubled;
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                new BillingLine(
                        row.uuid("id"),
                        new TenantId(row.uuid("tenant_id")),
                        row.instant("hour"),
                        row.text("meter"),
                        row.number("quantity"),
                        row.count("price_version")),
                row.count("attempts"));
    }

    private record Claimed(BillingLine line, int attempt) {}
}

package io.smartboxes.controlplane.usage;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that ledger and sums say the same, and that the ledger says of sandboxes what their own rows say: two accounts of one
 * life, by two ways. Anything but nothing is a mistake, of ours or of a worker's.
 */
@Singleton
public class UsageCheck {

    private static final Logger LOG = LoggerFactory.getLogger(UsageCheck.class);

    /** Later than that hardly anything comes, and what came was checked on its day. */
    private static final int DAYS = 3;

    /** A sandbox that ended so long ago has had its last stretch told. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(10);

    private static final Duration LOOKED_BACK = Duration.ofHours(3);

    /** Of a stretch: what a power cut of the host may have lost. */
    private static final Duration LOST_MAX = Duration.ofSeconds(90);

    /** @param difference sums less ledger, all meters, of what the cursor has passed */
    record Day(Instant day, long ledger, long difference) {}

    private final SystemDatabase database;
    private final InstantSource clock;

    UsageCheck(SystemDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "${smartboxes.usage.check-interval:1h}", initialDelay = "5m")
    void run() {
        try {
            for (Day day : compare()) {
                if (day.difference() != 0) {
                    LOG.error(
                            "event=usage-differs day={} ledger={} difference={}",
                            day.day(),
                            day.ledger(),
                            day.difference());
                } else {
                    LOG.info("event=usage-agrees day={} ledger={} difference=0", day.day(), day.ledger());
                }
            }
            long drifted = drifted();
            if (drifted > 0) {
                LOG.error(
                        "event=usage-drifted sandboxes={}: the ledger and their own rows tell different lives",
                        drifted);
            }
        } catch (RuntimeException failure) {
            LOG.warn("usage is not checked until the next round: {}", failure.getMessage());
        }
    }

    /** The last days (UTC), each by itself. */
    List<Day> compare() {
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        var days = new ArrayList<Day>();
        for (int back = 0; back < DAYS; back++) {
            Instant day = today.minus(back, ChronoUnit.DAYS);
            Instant next = day.plus(1, ChronoUnit.DAYS);
            days.add(database.transaction(statements -> statements
                    .first(
                            """
                            select ledger, summed - ledger as difference from
                                (select coalesce(sum(quantity), 0)::bigint as ledger from usage_ledger, usage_cursor
                                 where from_at >= ? and from_at < ? and xid < rolled_up_to) l,
                                (select coalesce(sum(quantity), 0)::bigint as summed from usage_hour
                                 where hour >= ? and hour < ?) h
                            """,
                            row -> new Day(day, row.number("ledger"), row.number("difference")),
                            day,
                            next,
                            day,
                            next)
                    .orElseThrow()));
        }
        return days;
    }

    /** Sandboxes that ended lately, of whose life the ledger has more than there was, or less but for the last moments. */
    long drifted() {
        Instant until = clock.instant().minus(SETTLED_AFTER);
        return database.transaction(statements -> statements
                .first("""
                        select count(*) as sandboxes from (
                            select s.lived_millis, coalesce(round(sum(extract(epoch from l.to_at - l.from_at)) * 1000), 0) as told
                            from sandbox s left join usage_ledger l on l.tenant_id = s.tenant_id and l.sandbox_id = s.id
                                and l.meter = 'vcpu'
                            where s.ended_at >= ? and s.ended_at < ? and s.lived_millis > 0
                            group by s.id, s.lived_millis) life
                        where told > lived_millis + 1 or told < lived_millis - ?
                        """, row -> row.number("sandboxes"), until.minus(LOOKED_BACK), until, LOST_MAX.toMillis())
                .orElseThrow());
    }
}

package io.smartboxes.controlplane.quota;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the counters against what lives, tenant by tenant, and puts right what differs. Nothing should ever differ: each
 * difference is a mistake of ours, and is counted and logged.
 */
@Singleton
public final class QuotaRecount {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaRecount.class);
    private static final int PAGE = 1_000;

    private final SystemDatabase all;
    private final TenantDatabase one;
    private final QuotaRepository counters;
    private final QuotaConfig config;
    private final LongAdder differences = new LongAdder();

    QuotaRecount(SystemDatabase all, TenantDatabase one, QuotaRepository counters, QuotaConfig config) {
        this.all = all;
        this.one = one;
        this.counters = counters;
        this.config = config;
    }

    @Scheduled(fixedDelay = "${smartboxes.quota.recount-interval:1h}", initialDelay = "1m")
    void round() {
        if (!config.enabled()) {
            return;
        }
        try {
            int unused = recount();
        } catch (RuntimeException failure) {
            LOG.warn("the counters are not recounted until the next round: {}", failure.getMessage());
        }
    }

    /** How many tenants' counters were wrong. */
    public int recount() {
        int wrong = 0;
        UUID after = new UUID(0, 0);
        List<UUID> page;
        do {
            page = tenants(after);
            for (UUID tenant : page) {
                wrong += recount(new TenantId(tenant));
                after = tenant;
            }
        } while (page.size() == PAGE);
        return wrong;
    }

    /** How often that was so, since start. */
    public long differences() {
        return differences.sum();
    }

    private List<UUID> tenants(UUID after) {
        return all.transaction(statements -> statements.list(
                "select id from tenant where id > ? order by id limit ?", row -> row.uuid("id"), after, PAGE));
    }

    private int recount(TenantId tenant) {
        return one.transaction(tenant, statements -> {
            var counted = counters.lock(statements, tenant);
            var lives = counters.recount(statements, tenant);
            if (counted.equals(lives)) {
                return 0;
            }
            counters.set(statements, tenant, lives);
            differences.increment();
            LOG.error("the counters of tenantId={} were {} and are {}", tenant, counted, lives);
            return 1;
        });
    }
}

package io.smartboxes.controlplane.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketExceptions;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.micronaut.http.HttpRequest;
import io.smartboxes.controlplane.platform.persistence.TenantConnections;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast a tenant may make sandboxes, whatever replica it asks: one bucket a tenant, in the database. Tenants without such a
 * limit cost nothing.
 */
@Singleton
public final class CreationRates {

    private static final Logger LOG = LoggerFactory.getLogger(CreationRates.class);
    private static final String CREATE = "create";
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long REMEMBERED_MAX = 10_000;

    /** A bucket and the rate that it was last told. */
    private record Told(Rate rate, Bucket bucket) {}

    private final Limits limits;
    private final QuotaConfig config;
    private final TenantConnections connections;
    private final InstantSource clock;
    private final Cache<TenantId, Told> buckets = Caffeine.newBuilder()
            .expireAfterWrite(TOLD_AGAIN)
            .maximumSize(REMEMBERED_MAX)
            .build();

    CreationRates(Limits limits, QuotaConfig config, TenantConnections connections, InstantSource clock) {
        this.limits = limits;
        this.config = config;
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * Takes one creation. No transaction may be open: this is one of its own.
     *
     * @throws ProblemException RATE_LIMITED
     */
    public void take(HttpRequest<?> request, TenantId tenant) {
        var rate = config.enabled()
                ? limits.of(tenant).of(LimitedResource.CREATIONS).rate()
                : null;
        if (rate == null) {
            return;
        }
        try {
            var probe = bucket(tenant, rate).tryConsumeAndReturnRemaining(1);
            var state = RateState.of(CREATE, rate, probe).attachTo(request);
            if (!state.taken()) {
                throw QuotaProblems.tooFast(LimitedResource.CREATIONS, state, clock.instant());
            }
        } catch (BucketExceptions.BucketExecutionException away) {
            // The create itself needs the database too, and knows better what to say about it.
            LOG.debug("a creation of {} was not counted", tenant, away);
        }
    }

    private Bucket bucket(TenantId tenant, Rate rate) {
        var told = buckets.getIfPresent(tenant);
        if (told != null && told.rate().equals(rate)) {
            return told.bucket();
        }
        var bucket = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(connections.of(tenant))
                .<UUID>primaryKeyMapper(PreparedStatement::setObject)
                .table("creation_bucket")
                .idColumn("tenant_id")
                .stateColumn("state")
                .requestTimeout(PATIENCE)
                .build()
                .builder()
                .build(tenant.value(), rate::bucket);
        // The database remembers the rate that was told last, perhaps by another replica, perhaps before the limit
        // changed.
        bucket.replaceConfiguration(rate.bucket(), TokensInheritanceStrategy.PROPORTIONALLY);
        buckets.put(tenant, new Told(rate, bucket));
        return bucket;
    }
}

package io.smartboxes.controlplane.apikey;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were last used: noted in memory at each request, and written once a minute, by one replica at a time and forward
 * only. A replica that dies loses its last minute.
 */
@Singleton
class KeyUse {

    private static final Logger LOG = LoggerFactory.getLogger(KeyUse.class);
    private static final long LOCK = 0x736d6278_0002L;

    /** Keys noted between two writings; past this many, those that are new wait for the next. */
    private static final int NOTED_MAX = 100_000;

    private static final int BATCH = 1000;

    private final SystemDatabase database;
    private final InstantSource clock;
    private final Map<Used, Instant> noted = new ConcurrentHashMap<>();

    KeyUse(SystemDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Used(TenantId tenant, ApiKeyId key) {}

    void note(TenantId tenant, ApiKeyId key) {
        var used = new Used(tenant, key);
        if (noted.size() < NOTED_MAX || noted.containsKey(used)) {
            noted.put(used, clock.instant());
        }
    }

    @Scheduled(fixedDelay = "1m", initialDelay = "1m")
    void writeEveryMinute() {
        try {
            write();
        } catch (RuntimeException failure) {
            LOG.warn("when keys were last used is not written until the next minute: {}", failure.getMessage());
        }
    }

    /** What another replica keeps us from writing now waits for the next time. */
    void write() {
        var all = Map.copyOf(noted).entrySet().stream().toList();
        for (int from = 0; from < all.size(); from += BATCH) {
            var batch = all.subList(from, Math.min(from + BATCH, all.size()));
            if (!write(batch.stream().map(KeyUse::json).collect(Collectors.joining(",", "[", "]")))) {
                return;
            }
            batch.forEach(written -> noted.remove(written.getKey(), written.getValue()));
        }
    }

    private boolean write(String json) {
        return database.transaction(statements -> {
            boolean alone = statements
                    .first("select pg_try_advisory_xact_lock(?) as alone", row -> row.flag("alone"), LOCK)
                    .orElse(false);
            if (alone) {
                statements.update("""
                        update api_key k set last_used_at = used.at
                        from jsonb_to_recordset(?::jsonb) as used (tenant_id uuid, id uuid, at timestamptz)
                        where k.tenant_id = used.tenant_id and k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
                        """, json);
            }
            return alone;
        });
    }

    private static String json(Map.Entry<Used, Instant> use) {
        return "{\"tenant_id\":\"" + use.getKey().tenant().value() + "\",\"id\":\""
                + use.getKey().key().value() + "\",\"at\":\""
                + use.getValue().truncatedTo(ChronoUnit.MICROS) + "\"}";
    }
}

package io.smartboxes.controlplane.bootstrap;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.smartboxes.controlplane.apikey.ApiKeyService;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.Tenant;
import io.smartboxes.controlplane.tenant.TenantRepository;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tenant {@code local} and its key in an installation that has no tenant yet; replicas take turns. */
@Singleton
final class FirstTenant implements ApplicationEventListener<StartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(FirstTenant.class);
    private static final String NAME = "local";
    private static final String PLAN = "local";
    private static final long LOCK = 0x736d6278_0001L;

    private final BootstrapConfig config;
    private final SystemDatabase database;
    private final TenantRepository tenants;
    private final ApiKeyService keys;
    private final InstantSource clock;

    FirstTenant(
            BootstrapConfig config,
            SystemDatabase database,
            TenantRepository tenants,
            ApiKeyService keys,
            InstantSource clock) {
        this.config = config;
        this.database = database;
        this.tenants = tenants;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        Path directory = config.directory();
        if (directory != null) {
            database.transaction(statements -> {
                statements.first("select pg_advisory_xact_lock(?)::text as lock", row -> "", LOCK);
                return tenants.isEmpty(statements) && makeTenant(statements, directory);
            });
        }
    }

    /** The file comes before the commit: a crash between them leaves a key that opens nothing, and the next start makes another. */
    private boolean makeTenant(Statements statements, Path directory) {
        var tenant = new Tenant(TenantId.next(clock), NAME, false, clock.instant());
        tenants.insert(statements, tenant, PLAN);
        var key = keys.insert(statements, tenant.id(), null, "first key");
        Path file = directory.resolve("api-key");
        SecretFile.write(file, key.key());
        LOG.info("made tenant {} ({}); its key is in {}", NAME, tenant.id(), file);
        return true;
    }
}

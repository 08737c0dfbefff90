package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.context.annotation.Context;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date before anything else touches the database; replicas that start together take turns. */
@Context
final class Migration {

    Migration(MigrationConfig config) {
        Flyway.configure()
                .dataSource(config.url(), config.username(), config.password())
                .loggers("slf4j")
                .load()
                .migrate();
    }
}

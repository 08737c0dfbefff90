package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import io.smartboxes.controlplane.platform.persistence.DatabaseHealth;

/** Whether this replica is up, and whether it reaches the database. */
@Anonymous
@Controller("/health")
final class HealthController {

    private final String replica;
    private final DatabaseHealth database;

    HealthController(@Value("${smartboxes.replica-id}") String replica, DatabaseHealth database) {
        this.replica = replica;
        this.database = database;
    }

    /** Always 200 while the process serves: without a database it refuses changes, but restarting it would not help. */
    @Get
    Health health() {
        return new Health(replica, database.isReachable() ? "up" : "down");
    }

    /**
     * @param replica which replica answered
     * @param database up or down, as seen from it
     */
    @Serdeable
    record Health(String replica, String database) {}
}

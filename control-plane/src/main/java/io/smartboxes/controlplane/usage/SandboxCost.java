package io.smartboxes.controlplane.usage;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.sandbox.SandboxCosts;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What one sandbox has cost so far. */
@Singleton
final class SandboxCost implements SandboxCosts {

    private final TenantDatabase database;
    private final FigureRepository figures;
    private final InstantSource clock;

    SandboxCost(TenantDatabase database, FigureRepository figures, InstantSource clock) {
        this.database = database;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public Sandbox.Cost of(TenantId tenant, SandboxId sandbox, Instant createdAt) {
        Instant now = clock.instant();
        var scope = new UsageScope(
                createdAt.truncatedTo(ChronoUnit.HOURS),
                now.truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS),
                null,
                null,
                sandbox);
        List<Figure> found = database
                .transaction(
                        tenant,
                        statements -> figures.figures(
                                statements, tenant, UsageQuery.whole(scope, UsageGrouping.SANDBOX, 1), now))
                .stream()
                .filter(Figure::total)
                .toList();
        return new Sandbox.Cost(
                UsageReports.sum(found, false).cost(),
                UsageReports.sum(found, true).cost(),
                Money.CURRENCY);
    }
}

package io.smartboxes.controlplane.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Requires;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BillingLinesTest {

    private static final String PROVIDER = "test.billing-provider";

    /** Counts each id once, as a provider must; refuses, or takes a line without our hearing of it, when it is told to. */
    @Singleton
    @Requires(property = PROVIDER)
    static final class Till implements BillingProvider {

        private final Map<UUID, BillingLine> taken = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<BillingLine> told = new ConcurrentLinkedQueue<>();
        private volatile boolean isDown;
        private volatile boolean isMute;

        @Override
        public void take(BillingLine line) throws BillingRefusedException {
            told.add(line);
            if (isDown) {
                throw new BillingRefusedException("closed");
            }
            taken.put(line.id(), line);
            if (isMute) {
                throw new IllegalStateException("the connection broke");
            }
        }

        long quantity(String meter) {
            return taken.values().stream()
                    .filter(line -> line.meter().equals(meter))
                    .mapToLong(BillingLine::quantity)
                    .sum();
        }
    }

    private final TestDatabase database = new TestDatabase();
    private TestReplica replica;
    private BillingLines lines;
    private Till till;
    private TenantId tenant;

    @BeforeEach
    void start() {
        replica = TestReplica.withoutLink(
                database,
                Map.of(
                        PROVIDER,
                        "yes",
                        "smartboxes.billing.since",
                        "2026-01-01T00:00:00Z",
                        "smartboxes.billing.line-interval",
                        "1h"));
        lines = replica.bean(BillingLines.class);
        till = replica.bean(Till.class);
        tenant = TestTenant.in(replica, database).id();
    }

    @AfterEach
    void stop() {
        replica.close();
        database.close();
    }

    /** Rolled-up usage of the hour that began so many hours ago. */
    private void use(int hoursAgo, String meter, long quantity) {
        database.update("""
                insert into usage_hour as h (tenant_id, sandbox_id, hour, meter, template_id, quantity, running_millis)
                values ('%s', md5('%s')::uuid, date_trunc('hour', now(), 'UTC') - %d * interval '1 hour', '%s', gen_random_uuid(), %d, 1)
                on conflict (tenant_id, sandbox_id, hour, meter) do update set quantity = h.quantity + excluded.quantity
                """.formatted(tenant.value(), "a sandbox", hoursAgo, meter, quantity));
    }

    private void settle() {
        lines.make();
        database.update("update billing_line set next_try_at = now() where told_at is null");
        lines.tell();
    }

    @Test
    void tellsEachHourOnceAndWhatComesLateAsADifference() {
        use(3, "vcpu", 1000);
        use(2, "vcpu", 500);
        use(2, "cpu-used", 77);

        settle();
        settle();
        assertThat(till.told).hasSize(2).allSatisfy(line -> {
            assertThat(line.tenant()).isEqualTo(tenant);
            assertThat(line.meter()).isEqualTo("vcpu");
            assertThat(line.priceVersion()).isEqualTo(1);
        });

        use(3, "vcpu", 11);
        settle();

        assertThat(till.told).hasSize(3);
        assertThat(new ArrayList<>(till.told).getLast().quantity()).isEqualTo(11);
        assertThat(till.quantity("vcpu")).isEqualTo(1511);
    }

    @Test
    void leavesAnHourAloneThatIsNotOver() {
        use(0, "vcpu", 1000);

        assertThat(lines.make()).isZero();
    }

    @Test
    void tellsALineAgainUnderTheSameIdUntilItIsTaken() {
        use(2, "memory", 42);
        till.isDown = true;
        settle();
        assertThat(database.rows("select attempts, last_error from billing_line"))
                .containsExactly(Map.of("attempts", 1, "last_error", "closed"));

        till.isDown = false;
        till.isMute = true;
        settle();
        till.isMute = false;
        settle();

        assertThat(till.told)
                .extracting(BillingLine::id)
                .hasSize(3)
                .containsOnly(till.told.peek().id());
        assertThat(till.quantity("memory")).isEqualTo(42);
        assertThat(database.rows("select 1 as waiting from billing_line where told_at is null"))
                .isEmpty();
    }

    @Test
    void makesALineOnceHoweverManyMakeLines() throws Exception {
        for (int hour = 2; hour < 40; hour++) {
            use(hour, "disk", 10);
        }
        try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Callable<Integer>> turns = new ArrayList<>();
            for (int turn = 0; turn < 8; turn++) {
                turns.add(lines::make);
            }
            for (var turn : replicas.invokeAll(turns)) {
                turn.get();
            }
        }
        settle();

        assertThat(till.quantity("disk")).isEqualTo(380);
        assertThat(till.told).hasSize(38);
    }

    @Test
    void waitsLongerAfterEachRefusalUpToAnHour() {
        assertThat(BillingLines.againAfter(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BillingLines.againAfter(2)).isEqualTo(Duration.ofMinutes(1));
        assertThat(BillingLines.againAfter(1000)).isEqualTo(Duration.ofHours(1));
    }
}

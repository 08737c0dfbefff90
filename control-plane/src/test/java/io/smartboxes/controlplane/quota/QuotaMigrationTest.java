package io.smartboxes.controlplane.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Counters;
import io.smartboxes.controlplane.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** An installation from before there were counters. */
class QuotaMigrationTest {

    private static final String BEFORE_COUNTERS = "11";

    @Test
    void countsWhatLives() {
        try (var database = TestDatabase.migratedTo(BEFORE_COUNTERS)) {
            database.update("""
                    insert into tenant (id, name, created_at)
                    select ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'before', now() from generate_series(1, 3) n
                    """);
            database.update("""
                    insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, wanted_end_at,
                        created_at, start_by, seen, ended_at, reason, message)
                    select ('00000000-0000-7000-8000-00000000000' || n)::uuid, gen_random_uuid(), template.id, 'base', 2, 512, 5120,
                        now(), now(), now(), seen, now(), 'x', 'x'
                    from template, generate_series(1, 2) n, unnest(array['PENDING', 'PENDING', 'TERMINATED', 'FAILED']) seen
                    """);

            database.migrate();

            assertThat(Counters.wrong(database)).isEmpty();
            assertThat(database.rows("select sandboxes, vcpu_milli from quota"))
                    .hasSize(2)
                    .allSatisfy(row ->
                            assertThat(row).containsEntry("sandboxes", 2L).containsEntry("vcpu_milli", 4000L));
            assertThat(database.rows("select distinct plan from tenant"))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("plan", "local"));
        }
    }
}

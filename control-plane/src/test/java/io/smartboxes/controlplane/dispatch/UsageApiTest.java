package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.usage.UsageRollUp;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant reads of its usage: one figure, whichever way it is asked for. */
class UsageApiTest extends LinkTest {

    private static final Map<String, Object> BY_HAND = Map.of("smartboxes.usage.roll-up-interval", "1h");
    private static final List<String> GROUPINGS = List.of("hour", "day", "api-key", "template", "sandbox");

    private TestReplica replica;
    private FakeWorker worker;
    private Api api;

    @BeforeEach
    void start() {
        replica = replica("r1", BY_HAND);
        worker = worker(replica, "w1").connected(port(replica));
        api = TestTenant.in(replica, database).at(replica);
    }

    private String create(Api caller) {
        return caller.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
    }

    private void use(String sandbox, long millis) {
        long before = rowsOfLedger();
        worker.use(sandbox, millis);
        Eventually.until("the ledger has it", () -> rowsOfLedger() == before + 4);
    }

    private long rowsOfLedger() {
        return (Long) database.rows("select count(*) as rows from usage_ledger")
                .getFirst()
                .get("rows");
    }

    private void rollUp() {
        replica.bean(UsageRollUp.class).run();
    }

    private JsonNode report(String query) {
        return api.get("/v1/usage?" + query).expect(200).json();
    }

    private static long quantity(JsonNode sum, String meter) {
        for (JsonNode line : sum.path("lines")) {
            if (line.path("meter").asText().equals(meter)) {
                return line.path("quantity").asLong();
            }
        }
        return 0;
    }

    private static String cost(JsonNode sum, String meter) {
        for (JsonNode line : sum.path("lines")) {
            if (line.path("meter").asText().equals(meter)) {
                return line.path("cost").asText();
            }
        }
        return "0.000000";
    }

    @Test
    void isTheSameInReportFileAndEntriesBeforeAndAfterTheRollUp() {
        String first = create(api);
        String second = create(api);
        use(first, 1_234);
        rollUp();
        use(first, 66);
        use(second, 2_000);
        long vcpuMillis = 2 * (1_234 + 66 + 2_000);

        for (int look = 0; look < 2; look++) {
            for (String grouping : GROUPINGS) {
                JsonNode report = report("groupBy=" + grouping);
                assertThat(quantity(report.path("settled"), "vcpu"))
                        .as(grouping)
                        .isEqualTo(vcpuMillis);
                long inGroups = 0;
                for (JsonNode group : report.path("groups")) {
                    inGroups += quantity(group.path("settled"), "vcpu");
                }
                assertThat(inGroups).as(grouping).isEqualTo(vcpuMillis);
                assertThat(file(grouping, "vcpu", 5)).as(grouping).isEqualByComparingTo(BigDecimal.valueOf(vcpuMillis));
            }
            assertThat(entries("meter=vcpu", "quantity")).isEqualByComparingTo(BigDecimal.valueOf(vcpuMillis));
            rollUp();
        }
        // 6,600 vCPU-ms at 0.000014 a second.
        assertThat(entries("meter=vcpu", "cost")).isEqualByComparingTo("0.0000924");
        assertThat(file("sandbox", "vcpu", 6)).isEqualByComparingTo("0.0000924");
        assertThat(cost(report("").path("settled"), "vcpu")).isEqualTo("0.000092");
        // 3.3 s of half a GiB at 0.0000045 a GiB and second; disk is under what is included.
        assertThat(entries("meter=memory", "cost")).isEqualByComparingTo("0.000007425");
        assertThat(cost(report("").path("settled"), "memory")).isEqualTo("0.000007");
        assertThat(cost(report("").path("settled"), "disk")).isEqualTo("0.000000");
        assertThat(report("").path("settled").path("cost").asText()).isEqualTo("0.000099");
        assertThat(quantity(report("").path("settled"), "cpu-used")).isEqualTo(617 + 33 + 1_000);
    }

    /** The sum of a column of the file, of one meter's settled lines. */
    private BigDecimal file(String grouping, String meter, int column) {
        var sum = BigDecimal.ZERO;
        for (String line :
                api.get("/v1/usage.csv?groupBy=" + grouping).expect(200).text().split("\r\n")) {
            String[] fields = line.split(",");
            if (fields[2].equals("settled") && fields[3].equals(meter)) {
                sum = sum.add(new BigDecimal(fields[column]));
            }
        }
        return sum;
    }

    private BigDecimal entries(String query, String field) {
        var sum = BigDecimal.ZERO;
        String next = "";
        do {
            JsonNode page = api.get("/v1/usage/entries?limit=1&" + query + next)
                    .expect(200)
                    .json();
            for (JsonNode entry : page.path("items")) {
                sum = sum.add(new BigDecimal(entry.path(field).asText()));
            }
            next = page.has("nextToken")
                    ? "&nextToken=" + page.path("nextToken").asText()
                    : "";
        } while (!next.isEmpty());
        return sum;
    }

    @Test
    void estimatesWhatRunsUpToTheLastHeartbeatAndAddsItToNothing() {
        String sandbox = create(api);
        worker.heartbeat(FakeWorker.capacity(20));
        Eventually.until(
                "it is heard of after the start",
                () -> !report("").path("estimated").isMissingNode());
        database.update("update worker set heard_at = (select started_at from sandbox) + interval '90 seconds'");
        database.update("update sandbox set started_at = started_at - interval '90 seconds'");
        database.update("update worker set heard_at = heard_at - interval '90 seconds'");

        JsonNode open = report("groupBy=sandbox");
        assertThat(quantity(open.path("settled"), "vcpu")).isZero();
        assertThat(quantity(open.path("estimated"), "vcpu")).isEqualTo(180_000);
        assertThat(open.path("groups").path(0).path("key").asText()).isEqualTo(sandbox);
        assertThat(quantity(open.path("groups").path(0).path("estimated"), "memory"))
                .isEqualTo(512 * 90_000L);

        use(sandbox, 60_000);
        database.update("update worker set heard_at = (select started_at from sandbox) + interval '90 seconds'");
        JsonNode later = report("groupBy=sandbox");
        assertThat(quantity(later.path("settled"), "vcpu")).isEqualTo(120_000);
        assertThat(quantity(later.path("estimated"), "vcpu")).isEqualTo(60_000);

        JsonNode cost = api.get("/v1/sandboxes/" + sandbox).expect(200).json().path("cost");
        assertThat(cost.path("settled").asText())
                .isEqualTo(later.path("settled").path("cost").asText());
        assertThat(cost.path("estimated").asText())
                .isEqualTo(later.path("estimated").path("cost").asText());

        worker.end(sandbox, "guest:exit");
        rows.awaitSeen(SandboxId.parse(sandbox), "TERMINATED");
        assertThat(report("").has("estimated")).isFalse();
    }

    @Test
    void showsNothingOfAnotherTenant() {
        use(create(api), 1_000);
        var stranger = TestTenant.in(replica, database).at(replica);

        var report = stranger.get("/v1/usage?groupBy=sandbox").expect(200).json();

        assertThat(report.path("settled").path("lines")).isEmpty();
        assertThat(report.path("groups")).isEmpty();
        assertThat(stranger.get("/v1/usage/entries").expect(200).json().path("items"))
                .isEmpty();
        assertThat(stranger.get("/v1/usage.csv").expect(200).text().lines()).hasSize(1);
    }

    @Test
    void leavesOnlyWhatIsAskedFor() {
        String first = create(api);
        use(first, 1_000);
        use(create(api), 2_000);
        String key =
                report("groupBy=api-key").path("groups").path(0).path("key").asText();
        String template =
                report("groupBy=template").path("groups").path(0).path("key").asText();

        assertThat(quantity(report("sandbox=" + first).path("settled"), "vcpu")).isEqualTo(2_000);
        assertThat(quantity(report("apiKey=" + key).path("settled"), "vcpu")).isEqualTo(6_000);
        assertThat(quantity(report("template=" + template).path("settled"), "vcpu"))
                .isEqualTo(6_000);
        assertThat(quantity(
                        report("to=2026-02-01T00:00:00Z&from=2026-01-01T00:00:00Z")
                                .path("settled"),
                        "vcpu"))
                .isZero();
        assertThat(entries("meter=vcpu&sandbox=" + first, "quantity")).isEqualByComparingTo("2000");
        assertThat(report("groupBy=template")
                        .path("groups")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("base");
        assertThat(report("groupBy=api-key").path("groups").path(0).path("name").asText())
                .isEqualTo("test");
    }

    @Test
    void walksPagesOfGroups() {
        var made = new ArrayList<String>();
        for (int number = 0; number < 3; number++) {
            made.addFirst(create(api));
            use(made.getFirst(), 100);
        }
        var found = new ArrayList<String>();
        String next = "";
        do {
            JsonNode page = report("groupBy=sandbox&limit=1" + next);
            page.path("groups").forEach(group -> found.add(group.path("key").asText()));
            assertThat(quantity(page.path("settled"), "vcpu"))
                    .as("the whole on every page")
                    .isEqualTo(600);
            next = page.has("nextToken")
                    ? "&nextToken=" + page.path("nextToken").asText()
                    : "";
        } while (!next.isEmpty());

        assertThat(found).containsExactlyElementsOf(made);
    }

    @Test
    void pricesEachHourByTheBookThatWasValid() {
        String sandbox = create(api);
        use(sandbox, 1_000);
        database.update(
                "update usage_ledger set from_at = from_at - interval '48 hours', to_at = to_at - interval '48 hours'");
        use(sandbox, 1_000);
        database.update(
                "insert into price_book_version (number, valid_from) values (2, date_trunc('hour', now() - interval '24 hours', 'UTC'))");
        database.update("insert into price (version, meter, usd) values (2, 'vcpu', 0.000000028)");

        JsonNode report =
                report("groupBy=hour&from=" + Clock.systemUTC().instant().minusSeconds(86_400 * 3));

        assertThat(report.path("groups").findValuesAsText("key")).hasSize(2).isSorted();
        assertThat(cost(report.path("groups").path(0).path("settled"), "vcpu")).isEqualTo("0.000028");
        assertThat(cost(report.path("groups").path(1).path("settled"), "vcpu")).isEqualTo("0.000056");
        assertThat(cost(report.path("groups").path(1).path("settled"), "memory"))
                .isEqualTo("0.000000");
        assertThat(cost(report.path("settled"), "vcpu")).isEqualTo("0.000084");
    }

    @Test
    void chargesDiskAboveWhatIsIncluded() {
        String sandbox = create(api);
        database.update("update sandbox set disk_mib = 20480 where ended_at is null");
        database.update("update quota set disk_mib = 20480 where sandboxes = 1");
        worker.report(
                Report.newBuilder()
                        .setUsage(FakeWorker.stretch(1, 0, 100_000).toBuilder().setDiskMibMillis(20_480L * 100_000)),
                sandbox,
                1);
        Eventually.until("the ledger has it", () -> rowsOfLedger() == 4);

        // 10 GiB above for 100 s at 0.00011 a GiB and hour.
        BigDecimal exact = new BigDecimal("0.00011")
                .multiply(BigDecimal.valueOf(1_000))
                .divide(BigDecimal.valueOf(3_600), 12, RoundingMode.HALF_UP);
        assertThat(new BigDecimal(cost(report("").path("settled"), "disk")))
                .isEqualByComparingTo(exact.setScale(6, RoundingMode.HALF_UP));
        assertThat(entries("meter=disk", "cost").setScale(12, RoundingMode.HALF_UP))
                .isEqualByComparingTo(exact);
    }

    @Test
    void makesNoFormulaOfAName() {
        database.update("update api_key set name = '=1+2,\"x\"'");
        use(create(api), 100);

        assertThat(api.get("/v1/usage.csv?groupBy=api-key").expect(200).text())
                .contains(",\"'=1+2,\"\"x\"\"\",settled,vcpu,");
    }

    @Test
    void refusesWhatMakesNoSense() {
        for (String query : List.of(
                "groupBy=week",
                "from=yesterday",
                "to=9999999-01-01T00:00:00Z",
                "from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z",
                "from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z",
                "sandbox=x",
                "apiKey=sbx01h455vb4pex5vsknk084sn02q",
                "template=%00",
                "limit=0",
                "limit=1001",
                "limit=x",
                "nextToken=AAAA",
                "nextToken=%00")) {
            api.get("/v1/usage?" + query).expect(400);
        }
        api.get("/v1/usage/entries?meter=egress").expect(400);
        api.get("/v1/usage/entries?nextToken=x").expect(400);
        api.get("/v1/usage.csv?groupBy=x").expect(400);
        api.get("/v1/usage?limit=1000&groupBy=hour&from=2026-11-01T00:30:00%2B00:00")
                .expect(200);
    }
}

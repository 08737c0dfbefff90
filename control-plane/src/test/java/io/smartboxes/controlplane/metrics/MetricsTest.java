package io.smartboxes.controlplane.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What workers sampled, from its arrival to when it is forgotten, and as it is read. */
class MetricsTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final long MIB = 1 << 20;

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static WorkerId worker;

    private TestTenant tenant;
    private Api api;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        worker = worker("metrics-1");
    }

    @AfterAll
    static void stop() {
        replica.close();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void tenant() {
        tenant = TestTenant.in(replica, database);
        api = tenant.at(replica);
    }

    private static WorkerId worker(String name) {
        var id = WorkerId.next(CLOCK);
        database.update(
                "insert into worker (id, name, runtime, enrolled_at, certificate_hash) values (?, ?, 'simulated', now(), '\\x00')",
                id.value(),
                name);
        return id;
    }

    /** One that began to run that long ago, under epoch 1. */
    private SandboxId runs(Duration ago) {
        var id = SandboxId.next(CLOCK);
        Instant started = CLOCK.instant().minus(ago);
        database.update(
                """
                insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, wanted_end_at, created_at,
                    start_by, started_at, seen, worker_id, epoch)
                values (?, ?, ?, 'base', 2, 512, 5120, now(), ?, now(), ?, 'RUNNING', ?, 1)
                """,
                tenant.id().value(),
                id.value(),
                UUID.fromString("01900000-0000-7000-8000-000000000001"),
                started,
                started,
                worker.value());
        return id;
    }

    private static void ended(SandboxId id, Duration ago) {
        database.update(
                "update sandbox set seen = 'TERMINATED', reason = 'x', message = 'x', ended_at = ? where id = ?",
                CLOCK.instant().minus(ago),
                id.value());
    }

    private static Sample sample(SandboxId id, long atMillis, int cpuPercent, long memoryMib) {
        return new Sample(id, 1, atMillis, cpuPercent * 100L, memoryMib * MIB, 10 * MIB, 20 * MIB);
    }

    private static void take(WorkerId from, Sample... samples) {
        take(from, List.of(samples));
    }

    private static void take(WorkerId from, List<Sample> samples) {
        replica.bean(SystemDatabase.class).transaction(statements -> {
            replica.bean(SampleStore.class).add(statements, from, samples, CLOCK.instant());
            return true;
        });
    }

    private static List<Map<String, Object>> rows(SandboxId id) {
        return database.rows("select * from sandbox_metric where sandbox_id = ? order by at, span", id.value());
    }

    private static void tidy() {
        while (replica.bean(MetricsReaper.class).fold() > 0) {}
        while (replica.bean(MetricsReaper.class).forget() > 0) {}
    }

    private JsonNode metrics(SandboxId id, String query) {
        return api.get("/sandboxes/" + id + "/metrics" + query).expect(200).json();
    }

    @Test
    void placesSamplesInTheSandboxsLifeAndKnowsEachOnce() {
        var id = runs(Duration.ofMinutes(1));
        take(worker, sample(id, 5_000, 50, 100), sample(id, 10_000, 60, 110));

        take(worker, sample(id, 10_000, 99, 999), sample(id, 15_000, 70, 120));

        assertThat(rows(id)).extracting(row -> row.get("cpu")).containsExactly(5_000, 6_000, 7_000);
        assertThat(database.rows("""
                        select extract(epoch from m.at - s.started_at)::integer as after from sandbox_metric m
                        join sandbox s on s.id = m.sandbox_id where m.sandbox_id = ? order by m.at
                        """, id.value()))
                .extracting(row -> row.get("after"))
                .containsExactly(5, 10, 15);
    }

    @Test
    void believesAWorkerWithinItsLeaseAndTheSandboxsLife() {
        var id = runs(Duration.ofMinutes(1));
        var over = runs(Duration.ofMinutes(2));
        ended(over, Duration.ofMinutes(1));
        var longOver = runs(Duration.ofHours(30));
        ended(longOver, Duration.ofHours(25));

        take(worker("metrics-2"), sample(id, 5_000, 1, 1));
        take(worker, new Sample(id, 2, 5_000, 0, 0, 0, 0));
        take(worker, sample(id, Duration.ofHours(1).toMillis(), 1, 1));
        take(worker, sample(SandboxId.next(CLOCK), 5_000, 1, 1));
        take(worker, sample(over, 59_000, 1, 1), sample(over, 90_000, 1, 1), sample(longOver, 5_000, 1, 1));

        assertThat(rows(id)).isEmpty();
        assertThat(rows(over)).hasSize(1);
        assertThat(rows(longOver)).isEmpty();
    }

    @Test
    void makesOneRowAMinuteOfWhatIsOlderThanAnHour() {
        var id = runs(Duration.ofHours(2));
        // A full minute, two hours ago less a few, and one just now.
        long minute = startOfMinuteAfterStart(id);
        take(
                worker,
                sample(id, minute, 10, 100),
                sample(id, minute + 5_000, 30, 300),
                sample(id, minute + 10_000, 20, 200));
        take(worker, sample(id, Duration.ofMinutes(119).toMillis(), 77, 50));

        tidy();
        take(worker, sample(id, minute + 15_000, 100, 150));
        tidy();

        assertThat(rows(id)).hasSize(2);
        assertThat(rows(id).getFirst())
                .containsEntry("span", 60)
                .containsEntry("cpu", 4_000)
                .containsEntry("memory", 300 * MIB)
                .containsEntry("samples", 4);
        assertThat(rows(id).getLast()).containsEntry("span", 5).containsEntry("cpu", 7_700);
    }

    /** Milliseconds from the start to the next full minute, and one minute more. */
    private static long startOfMinuteAfterStart(SandboxId id) {
        long started = ((java.sql.Timestamp) database.rows("select started_at from sandbox where id = ?", id.value())
                        .getFirst()
                        .get("started_at"))
                .getTime();
        return (started / 60_000 + 2) * 60_000 - started;
    }

    @Test
    void losesNothingWhenManyFoldAtOnce() throws Exception {
        var id = runs(Duration.ofHours(5));
        int many = 2_000;
        take(
                worker,
                LongStream.range(0, many)
                        .mapToObj(n -> sample(id, n * 5_000, 50, n))
                        .toList());
        var folding = replica.bean(MetricsReaper.class);

        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 4)
                    .<Callable<Integer>>mapToObj(n -> folding::fold)
                    .toList();
            for (var done : together.invokeAll(all)) {
                assertThat(done.get()).isNotNegative();
            }
        }
        tidy();

        assertThat(database.rows(
                        "select sum(samples)::integer as n from sandbox_metric where sandbox_id = ?", id.value()))
                .containsExactly(Map.of("n", many));
        assertThat(rows(id))
                .allSatisfy(row -> assertThat(row).containsEntry("span", 60).containsEntry("cpu", 5_000));
    }

    @Test
    void forgetsADayAfterTheEndAndNotBefore() {
        var lives = runs(Duration.ofDays(3));
        var justEnded = runs(Duration.ofDays(3));
        var longEnded = runs(Duration.ofDays(3));
        for (var each : List.of(lives, justEnded, longEnded)) {
            take(worker, sample(each, 5_000, 1, 1));
        }
        ended(justEnded, Duration.ofHours(23));
        ended(longEnded, Duration.ofHours(25));
        database.update("update sandbox_metric_watch set look_at = now() - interval '1 second'");

        tidy();

        assertThat(rows(lives)).hasSize(1);
        assertThat(rows(justEnded)).hasSize(1);
        assertThat(rows(longEnded)).isEmpty();
        assertThat(look(lives)).isCloseTo(CLOCK.instant().plus(24, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        assertThat(look(justEnded)).isCloseTo(CLOCK.instant().plus(1, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        assertThat(database.rows("select 1 from sandbox_metric_watch where sandbox_id = ?", longEnded.value()))
                .isEmpty();
    }

    private static Instant look(SandboxId id) {
        return ((java.sql.Timestamp)
                        database.rows("select look_at from sandbox_metric_watch where sandbox_id = ?", id.value())
                                .getFirst()
                                .get("look_at"))
                .toInstant();
    }

    @Test
    void areReadAsE2bsClientsKnowThem() {
        var id = runs(Duration.ofMinutes(1));
        take(worker, sample(id, 5_000, 50, 100), sample(id, 10_000, 60, 110));

        JsonNode found = metrics(id, "");

        assertThat(found).hasSize(2);
        JsonNode first = found.get(0);
        assertThat(Instant.parse(first.path("timestamp").asText()).getEpochSecond())
                .isEqualTo(first.path("timestampUnix").asLong());
        assertThat(first.path("cpuCount").asInt()).isEqualTo(2);
        assertThat(first.path("cpuUsedPct").asDouble()).isEqualTo(50.0);
        assertThat(first.path("memUsed").asLong()).isEqualTo(100 * MIB);
        assertThat(first.path("memTotal").asLong()).isEqualTo(512 * MIB);
        assertThat(first.path("memCache").asLong()).isEqualTo(10 * MIB);
        assertThat(first.path("diskUsed").asLong()).isEqualTo(20 * MIB);
        assertThat(first.path("diskTotal").asLong()).isEqualTo(5120 * MIB);
    }

    @Test
    void areReadBetweenTimes() {
        var id = runs(Duration.ofMinutes(10));
        take(
                worker,
                LongStream.range(1, 100)
                        .mapToObj(n -> sample(id, n * 5_000, 1, n))
                        .toList());
        long started = CLOCK.instant().getEpochSecond() - 600;

        JsonNode some = metrics(id, "?start=" + (started + 100) + "&end=" + (started + 200));

        assertThat(some.size()).isBetween(19, 22);
        some.forEach(
                metric -> assertThat(metric.path("timestampUnix").asLong()).isBetween(started + 100, started + 200));
        assertThat(metrics(id, "?end=" + (started - 1000))).isEmpty();
        assertThat(metrics(id, "?start=" + (started + 100_000))).isEmpty();
        assertThat(metrics(id, "?start=" + started)).hasSize(99);
        // As the oldest Python client spells it.
        assertThat(metrics(id, "?start=" + (started + 100) + "000&end=" + (started + 200) + "999"))
                .isEqualTo(some);
    }

    @Test
    void areFewerOfALongTime() {
        var id = runs(Duration.ofHours(20));
        var samples = new ArrayList<Sample>();
        for (long minute = 0; minute < 1_190; minute++) {
            samples.add(sample(id, minute * 60_000 + 1_000, minute % 2 == 0 ? 0 : 100, minute));
        }
        take(worker, samples);

        JsonNode whole = metrics(id, "");

        assertThat(whole.size()).isBetween(1_150, 1_200);
        assertThat(SandboxMetrics.widthSeconds(Instant.EPOCH, Instant.EPOCH.plus(30, ChronoUnit.DAYS)))
                .isEqualTo(1_320);
        assertThat(metrics(id, "?start=" + (CLOCK.instant().getEpochSecond() - 3_600))
                        .size())
                .isBetween(45, 55);
    }

    @Test
    void areKeptAfterTheEnd() {
        var id = runs(Duration.ofHours(3));
        take(worker, sample(id, 5_000, 50, 100));
        ended(id, Duration.ofHours(2));
        tidy();

        JsonNode found = metrics(id, "");

        assertThat(found).hasSize(1);
        // A minute's row is not placed before the sandbox was there.
        assertThat(found.get(0).path("timestampUnix").asLong())
                .isGreaterThanOrEqualTo(
                        CLOCK.instant().minus(Duration.ofHours(3)).getEpochSecond() - 1);
        assertThat(api.get("/sandboxes/metrics?sandbox_ids=" + id)
                        .expect(200)
                        .json()
                        .path("sandboxes"))
                .hasSize(1);
    }

    @Test
    void showTheLatestOfManyAtOnce() {
        var one = runs(Duration.ofMinutes(1));
        var other = runs(Duration.ofMinutes(1));
        var without = runs(Duration.ofMinutes(1));
        take(worker, sample(one, 5_000, 50, 100), sample(one, 10_000, 60, 110), sample(other, 5_000, 1, 1));

        JsonNode found = api.get("/sandboxes/metrics?sandbox_ids=" + one + "," + other + "," + without)
                .expect(200)
                .json()
                .path("sandboxes");

        assertThat(found).hasSize(2);
        assertThat(found.path(one.toString()).path("cpuUsedPct").asDouble()).isEqualTo(60.0);
        assertThat(found.path(other.toString()).path("memUsed").asLong()).isEqualTo(MIB);
    }

    @ParameterizedTest
    @CsvSource({
        "start=9&end=8, start must not be after end",
        "start=-1, it must be a time in seconds",
        "end=999999999999999999, it must be a time in seconds",
        "start=yesterday, start",
        "end=1.5, end"
    })
    void refuseTimesThatMakeNoSense(String query, String why) {
        var reply = api.get("/sandboxes/" + runs(Duration.ZERO) + "/metrics?" + query)
                .expect(400);

        assertThat(reply.json().path("code").asInt()).isEqualTo(400);
        assertThat(reply.field("message")).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?sandbox_ids=",
                "?sandbox_ids=x",
                "?sandbox_ids=sbx01h455vb4pex5vsknk084sn02q,x",
                "?sandbox_ids=%00"
            })
    void refuseNamesThatAreNone(String query) {
        var reply = api.get("/sandboxes/metrics" + query).expect(400);

        assertThat(reply.json().path("code").asInt()).isEqualTo(400);
        assertThat(reply.field("message")).contains("sandbox_ids");
    }

    @Test
    void areOfAHundredSandboxesAtMost() {
        var ids = IntStream.range(0, 101)
                .mapToObj(n -> SandboxId.next(CLOCK).toString())
                .toList();

        assertThat(api.get("/sandboxes/metrics?sandbox_ids=" + String.join(",", ids.subList(0, 100)))
                        .expect(200)
                        .json()
                        .path("sandboxes"))
                .isEmpty();
        assertThat(api.get("/sandboxes/metrics?sandbox_ids=" + String.join(",", ids))
                        .expect(400)
                        .field("message"))
                .contains("101")
                .contains("100");
    }

    @Test
    void areForThoseWhoMaySeeThem() {
        var owner = TestPerson.signUp(issuer, replica, "metrics-owner");
        tenant = new TestTenant(owner.personalTenant(), "");
        var id = runs(Duration.ofMinutes(1));
        take(worker, sample(id, 5_000, 50, 100));
        var viewer = TestPerson.signUp(issuer, replica, "metrics-viewer")
                .join(database, replica, owner.personalTenant(), "viewer");
        var billing = TestPerson.signUp(issuer, replica, "metrics-billing")
                .join(database, replica, owner.personalTenant(), "billing");

        for (String path : List.of("/sandboxes/" + id + "/metrics", "/sandboxes/metrics?sandbox_ids=" + id)) {
            viewer.at(replica, owner.personalTenant()).get(path).expect(200);
            billing.at(replica, owner.personalTenant()).get(path).expect(403);
        }
        api.get("/sandboxes/" + id + "/metrics").expect(404);
        assertThat(api.get("/sandboxes/metrics?sandbox_ids=" + id)
                        .expect(200)
                        .json()
                        .path("sandboxes"))
                .isEmpty();
    }
}

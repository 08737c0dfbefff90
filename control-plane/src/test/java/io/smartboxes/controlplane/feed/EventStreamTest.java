package io.smartboxes.controlplane.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.EventSource;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica other;
    private static ScriptedWorkers workers;

    /** The things that were told of while this test waited for something. */
    private final Set<String> told = new HashSet<>();

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.replica-id", "other");
        other = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        other.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void tellsWhatHappensAtAnyReplica() throws IOException {
        var person = TestPerson.signUp(issuer, replica, "ada");
        var stranger = TestTenant.in(replica, database);
        try (var stream = new EventSource(person.at(other), "/v1/events")) {
            assertThat(stream.next().name()).isEqualTo("ready");
            stranger.at(replica)
                    .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                    .expect(201);

            String id = person.at(replica)
                    .post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{\"x\":\"<b>\\n\"}}")
                    .expect(201)
                    .field("sandboxID");
            var running = awaitState(stream, id, "RUNNING");
            person.at(replica).delete("/sandboxes/" + id).expect(204);
            var ended = awaitState(stream, id, "TERMINATED");

            assertThat(told).as("nothing of another tenant").containsExactly(id);
            assertThat(running.path("metadata").path("x").asText()).isEqualTo("<b>\n");
            assertThat(running.path("createdBy").path("kind").asText()).isEqualTo("user");
            assertThat(running.path("createdBy").path("name").asText()).isEqualTo("ada@example.com");
            assertThat(running.has("envdAccessToken")).isFalse();
            assertThat(ended.path("cause").path("code").asText()).isEqualTo("api:kill");
            assertThat(ended.path("cause").path("sentence").asText()).isNotBlank();
        }
    }

    @Test
    void isFastEnough() throws IOException {
        var tenant = TestTenant.in(replica, database);
        try (var stream = new EventSource(tenant.at(other), "/v1/events")) {
            stream.next();
            var slowest = Duration.ZERO;
            for (int number = 0; number < 5; number++) {
                String id = tenant.at(replica)
                        .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                        .expect(201)
                        .field("sandboxID");
                long answered = System.nanoTime();
                awaitState(stream, id, "RUNNING");
                var late = Duration.ofNanos(System.nanoTime() - answered);
                slowest = late.compareTo(slowest) > 0 ? late : slowest;
            }
            assertThat(slowest)
                    .as("from the answer of a create to its event at another replica")
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void tellsOfKeysToThoseWhoMaySeeThem() throws IOException {
        var owner = TestPerson.signUp(issuer, replica, "owner");
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        try (var owners = new EventSource(owner.at(replica), "/v1/events");
                var viewers = new EventSource(viewer.at(replica, owner.personalTenant()), "/v1/events")) {
            owners.next();
            viewers.next();
            var made = owner.at(replica)
                    .post("/v1/api-keys", "{\"name\":\"laptop\"}")
                    .expect(201);
            var told = owners.next();

            assertThat(told.name()).isEqualTo("api-key");
            assertThat(told.data()).contains("laptop").doesNotContain(made.field("key"), "revokedAt");
            owner.at(replica).delete("/v1/api-keys/" + made.field("id")).expect(204);
            assertThat(owners.next().data()).contains("revokedAt");
            want(owner.personalTenant());
            assertThat(viewers.next().name()).as("the keys were not told").isEqualTo("sandbox");
        }
    }

    @Test
    void goesOnWhereItWasLeft() throws IOException {
        var tenant = TestTenant.in(replica, database);
        String position;
        var first = want(tenant.id());
        try (var stream = new EventSource(tenant.at(replica), "/v1/events")) {
            position = stream.next().id();
        }
        var missed = Set.of(want(tenant.id()), want(tenant.id()), want(tenant.id()));

        try (var stream = new EventSource(tenant.at(other).with("Last-Event-ID", position), "/v1/events")) {
            assertThat(stream.next().name()).isEqualTo("ready");
            var told = new HashSet<SandboxId>();
            while (!told.containsAll(missed)) {
                told.add(sandbox(stream.next()));
            }
            assertThat(told).doesNotContain(first);
        }
    }

    @Test
    void startsOverFromAPositionThatCannotBe() throws IOException {
        var tenant = TestTenant.in(replica, database);
        for (String position : List.of(
                "nonsense",
                "999999999999999999_00000000-0000-0000-0000-000000000000",
                "-1_00000000-0000-0000-0000-000000000000",
                "1_x")) {
            try (var stream = new EventSource(tenant.at(replica).with("Last-Event-ID", position), "/v1/events")) {
                assertThat(stream.next().name()).as(position).isEqualTo("reset");
                var made = want(tenant.id());
                assertThat(sandbox(stream.next())).isEqualTo(made);
            }
        }
    }

    @Test
    void startsOverWhenTooMuchWasMissed() throws IOException {
        var tenant = TestTenant.in(replica, database);
        String position;
        try (var stream = new EventSource(tenant.at(replica), "/v1/events")) {
            position = stream.next().id();
        }
        var sandbox = want(tenant.id());
        database.update("""
                insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, at)
                select ?, gen_random_uuid(), ?, 0, 'deadline-wanted', now() from generate_series(1, 2001)
                """, tenant.id().value(), sandbox.value());

        try (var stream = new EventSource(tenant.at(replica).with("Last-Event-ID", position), "/v1/events")) {
            assertThat(stream.next().name()).isEqualTo("reset");
        }
    }

    /** The order of commits is not the order of ids, times or transactions: a cursor over those would lose the first. */
    @Test
    void losesNothingThatCommitsLate() throws IOException, SQLException {
        var tenant = TestTenant.in(replica, database);
        try (var stream = new EventSource(tenant.at(replica), "/v1/events");
                var slow = database.connect("smartboxes_tenant")) {
            stream.next();
            slow.setAutoCommit(false);
            var early = insert(slow, tenant.id());
            var late = want(tenant.id());
            assertThat(stream.waiting()).isZero();

            slow.commit();
            nudge(early);

            assertThat(List.of(sandbox(stream.next()), sandbox(stream.next()))).containsExactly(early, late);
        }
    }

    @Test
    void losesNothingUnderManyWriters() throws IOException, InterruptedException, ExecutionException {
        var tenant = TestTenant.in(replica, database);
        var told = new HashSet<SandboxId>();
        var made = new HashSet<SandboxId>();
        String position = "";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<List<SandboxId>>>();
            EventSource stream = new EventSource(tenant.at(replica), "/v1/events");
            position = stream.next().id();
            for (int writer = 0; writer < 8; writer++) {
                writers.add(threads.submit(() -> write(tenant.id(), 25)));
            }
            // A reader that loses its connection every few events.
            for (int round = 0; round < 10; round++) {
                for (int number = 0; number < 10; number++) {
                    var event = stream.next();
                    told.add(sandbox(event));
                    position = event.id();
                }
                stream.close();
                stream = new EventSource(
                        tenant.at(round % 2 == 0 ? other : replica).with("Last-Event-ID", position), "/v1/events");
                assertThat(stream.next().name()).isEqualTo("ready");
            }
            for (var writer : writers) {
                made.addAll(writer.get());
            }
            while (!told.containsAll(made)) {
                told.add(sandbox(stream.next()));
            }
            stream.close();
        }
        assertThat(told).isEqualTo(made).hasSize(200);
    }

    @Test
    void endsWithTheSession() throws IOException, InterruptedException {
        var person = TestPerson.signUp(issuer, replica, "ending");
        var desk = person.again();
        try (var stream = new EventSource(desk.at(other), "/v1/events")) {
            stream.next();
            String session = desk.at(replica)
                    .get("/v1/me")
                    .json()
                    .path("session")
                    .path("id")
                    .asText();

            person.at(replica).delete("/v1/sessions/" + session).expect(204);

            assertEndsSoon(stream, "session_ended");
        }
    }

    @Test
    void endsWithTheMembership() throws IOException, InterruptedException {
        var owner = TestPerson.signUp(issuer, replica, "owner");
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        try (var stream = new EventSource(viewer.at(other, owner.personalTenant()), "/v1/events")) {
            stream.next();

            owner.at(replica).delete("/v1/members/" + viewer.id()).expect(204);

            assertEndsSoon(stream, "not_found");
        }
    }

    @Test
    void endsWithTheKey() throws IOException, InterruptedException {
        var owner = TestPerson.signUp(issuer, replica, "keys");
        var made = owner.at(replica).post("/v1/api-keys", "{\"name\":\"x\"}").expect(201);
        var key = new Api(other.url(), Map.of("X-API-KEY", made.field("key")));
        try (var stream = new EventSource(key, "/v1/events")) {
            stream.next();

            owner.at(replica).delete("/v1/api-keys/" + made.field("id")).expect(204);

            assertEndsSoon(stream, "unauthenticated");
        }
    }

    @Test
    void isLimitedAndForgotten() throws IOException {
        var tenant = TestTenant.in(replica, database);
        var streams = new ArrayList<EventSource>();
        for (int number = 0; number < Subscriptions.PER_HOLDER_MAX; number++) {
            streams.add(new EventSource(tenant.at(replica), "/v1/events"));
        }

        var refused = tenant.at(replica).get("/v1/events").expect(429);

        assertThat(refused.field("type")).isEqualTo("/problems/stream_limit_reached");
        assertThat(refused.field("detail")).contains("8");
        for (var stream : streams) {
            stream.close();
        }
        Waiting.until(() -> replica.bean(Subscriptions.class).next().tenants().stream()
                .noneMatch(tenant.id().value()::equals));
        new EventSource(tenant.at(replica), "/v1/events").close();
    }

    @Test
    void showsThatItLives() throws IOException {
        var tenant = TestTenant.in(replica, database);
        try (var stream = new EventSource(tenant.at(replica), "/v1/events")) {
            stream.next();

            assertThat(stream.any()).as("a comment").isEqualTo(new EventSource.Event("", "", ""));
        }
    }

    private static void assertEndsSoon(EventSource stream, String code) throws InterruptedException {
        long asked = System.nanoTime();
        assertThat(stream.next()).satisfies(event -> {
            assertThat(event.name()).isEqualTo("end");
            assertThat(event.data()).contains(code);
        });
        assertThat(stream.awaitEnd()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    }

    private static List<SandboxId> write(TenantId tenant, int times) throws SQLException {
        var made = new ArrayList<SandboxId>();
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            for (int number = 0; number < times; number++) {
                var id = insert(connection, tenant);
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    try (var pause = connection.createStatement()) {
                        pause.execute("select pg_sleep(0.03)");
                    }
                }
                connection.commit();
                nudge(id);
                made.add(id);
            }
        }
        return made;
    }

    /** As the API would, in a transaction that a test commits when it likes. */
    private static SandboxId insert(Connection connection, TenantId tenant) throws SQLException {
        var id = SandboxId.next(Clock.systemUTC());
        try (var statement = connection.prepareStatement("""
                with made as (insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, wanted_end_at,
                        created_at, start_by, wanted, seen, ended_at, reason, message)
                    select ?, ?, '01900000-0000-7000-8000-000000000001', 'base', 2, 512, 5120, now(), now(), now(),
                        'TERMINATED', 'FAILED', now(), 'x', 'x' returning tenant_id, id)
                insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, at)
                select tenant_id, gen_random_uuid(), id, 0, 'created', now() from made
                """)) {
            try (var door = connection.prepareStatement("select set_config('app.tenant_id', ?, true)")) {
                door.setString(1, tenant.value().toString());
                door.execute();
            }
            statement.setObject(1, tenant.value());
            statement.setObject(2, id.value());
            statement.executeUpdate();
        }
        return id;
    }

    private static SandboxId want(TenantId tenant) {
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            var id = insert(connection, tenant);
            connection.commit();
            nudge(id);
            return id;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void nudge(SandboxId id) {
        replica.bean(NudgeBus.class).publish(SandboxTopics.SEEN, id.toString());
    }

    private static SandboxId sandbox(EventSource.Event event) {
        assertThat(event.name()).isEqualTo("sandbox");
        return SandboxId.parse(json(event).path("id").asText());
    }

    private JsonNode awaitState(EventSource stream, String sandbox, String state) {
        while (true) {
            var event = json(stream.next());
            told.add(event.path("id").asText());
            if (event.path("id").asText().equals(sandbox)
                    && event.path("state").asText().equals(state)) {
                return event;
            }
        }
    }

    private static JsonNode json(EventSource.Event event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(event.toString(), failure);
        }
    }
}

package io.smartboxes.controlplane.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Counters;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.SandboxRows;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.UsageInterval;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A control plane that dies now and then, its database, a worker that dials again, and a sandbox that outlives it all. */
final class Site implements AutoCloseable {

    static final String BASE = "{\"templateID\":\"base\",\"timeout\":3600}";

    /** Of a start, a death and another start, on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of its tenant. */
    static final int SANDBOXES_MAX = 5;

    private static final Map<String, String> SETTINGS = Map.of(
            "smartboxes.bootstrap.workers", "w1,w2,w3",
            "smartboxes.sandbox.start-timeout", "4s",
            "smartboxes.sandbox.confirm-timeout", "2s",
            "smartboxes.link.poll-interval", "200ms",
            "smartboxes.link.resend-after", "1s",
            "smartboxes.usage.roll-up-interval", "200ms");

    private final TestDatabase database = new TestDatabase();
    private final Path directory;
    private final KilledReplica replica;
    private final Patience patience;
    private final SandboxRows rows;
    private final FakeWorker worker;
    private final Dialling dialling;
    private final String kept;

    Site(List<String> command, Path directory) throws IOException {
        this.directory = directory;
        replica = new KilledReplica(command, directory, database, SETTINGS);
        patience = new Patience(replica, new Api(uri(), Map.of("X-API-KEY", secret("api-key"))));
        worker = new FakeWorker(patience.enrol(secret("enrolment/w1"), "w1"));
        // Not before: the first tenant, whose key the caller has, is made only where there is none.
        rows = new SandboxRows(database);
        dialling = new Dialling(worker, replica.linkPort());
        // Before the first create, after which a replica remembers it for a while.
        database.update("""
                insert into limit_override (tenant_id, resource, max, reason, made_by, made_at)
                select id, 'sandboxes', ?, 'a test', 'the tests', now() from tenant where name = 'local'
                """, SANDBOXES_MAX);
        kept = create();
    }

    TestDatabase database() {
        return database;
    }

    KilledReplica replica() {
        return replica;
    }

    Patience patience() {
        return patience;
    }

    SandboxRows rows() {
        return rows;
    }

    FakeWorker worker() {
        return worker;
    }

    /** Makes the worker dial again. */
    void hangUp() {
        dialling.hangUp();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + replica.port());
    }

    /** A sandbox, asked for until it is there, always with the same key. */
    String create() {
        return patience.create(UUID.randomUUID().toString(), BASE);
    }

    /** Those that were made of so many asked for at once, each until there is an answer that is final. */
    List<String> createAtOnce(int many) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return IntStream.range(0, many)
                    .mapToObj(number -> CompletableFuture.supplyAsync(this::createIfThereIsRoom, callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private Optional<String> createIfThereIsRoom() {
        String key = UUID.randomUUID().toString();
        var reply = patience.ask(
                "a create is answered", api -> api.with("Idempotency-Key", key).post("/v2/sandboxes", BASE));
        if (reply.status() == 429) {
            assertThat(reply.field("error_code")).isEqualTo("quota_exceeded");
            return Optional.empty();
        }
        return Optional.of(reply.expect(201).field("sandboxID"));
    }

    void kill(String sandbox) {
        assertThat(patience.ask("it is killed", api -> api.delete("/sandboxes/" + sandbox))
                        .status())
                .isIn(204, 404);
        awaitEnd(SandboxId.parse(sandbox));
    }

    /** Lets a sandbox use so much, as its worker tells. */
    void use(String sandbox, long millis) {
        worker.use(sandbox, millis);
    }

    void awaitEnd(SandboxId sandbox) {
        Eventually.within(
                PATIENCE,
                sandbox + " has ended",
                () -> List.of("TERMINATED", "FAILED").contains(rows.seen(sandbox)));
    }

    void requireThere(String sandbox) {
        patience.ask("it is still there", api -> api.get("/sandboxes/" + sandbox))
                .expect(200);
        assertThat(worker.epochs()).containsEntry(sandbox, 1L);
    }

    /** SECURITY's invariants 1 to 3: what runs and what the rows say is the same, epoch by epoch; and nothing else is left. */
    void requireSettled() {
        // Of a create that nobody will hear of; it need not wait for its time.
        database.update("update sandbox set abandon_at = now() where abandon_at is not null");
        Eventually.within(
                PATIENCE,
                "worker is back, rows and it agree, nobody waits, and nothing runs that nobody asked for",
                () -> worker.isConnected()
                        && worker.epochs().equals(running())
                        && running().keySet().equals(Set.of(kept))
                        && rows.count("PENDING") == 0
                        && rows.count("STARTING") == 0);
        requireThere(kept);
        assertThat(worker.doubleStarts()).isZero();
        assertThat(Counters.wrong(database)).as("the counters are what lives").isEmpty();
        requireUsageAgrees();
    }

    /** What the worker told, what the ledger has, what is summed up and what is shown are one figure, to the millisecond. */
    private void requireUsageAgrees() {
        long told = worker.used().values().stream()
                .flatMap(List::stream)
                .mapToLong(UsageInterval::getVcpuMillis)
                .sum();
        Eventually.within(
                PATIENCE,
                "usage is settled",
                () -> sum("usage_ledger where meter = 'vcpu'") == told
                        && sum("usage_hour where meter = 'vcpu'") == told);
        assertThat(sum("usage_hour")).isEqualTo(sum("usage_ledger"));
        assertThat(database.rows("select reason from usage_aside")).isEmpty();
        long shown = shownVcpuMillis();
        assertThat(shown).isEqualTo(told);
        System.out.printf(
                "usage after a death: worker %d = ledger %d = roll-up %d = API %d vCPU-ms%n",
                told, sum("usage_ledger where meter = 'vcpu'"), sum("usage_hour where meter = 'vcpu'"), shown);
    }

    private long shownVcpuMillis() {
        var report = patience.ask("usage is shown", api -> api.get("/v1/usage"))
                .expect(200)
                .json();
        long shown = 0;
        for (var line : report.path("settled").path("lines")) {
            shown += line.path("meter").asText().equals("vcpu")
                    ? line.path("quantity").asLong()
                    : 0;
        }
        return shown;
    }

    private long sum(String from) {
        return (Long) database.rows("select coalesce(sum(quantity), 0)::bigint as sum from " + from)
                .getFirst()
                .get("sum");
    }

    private Map<String, Long> running() {
        var running = new HashMap<String, Long>();
        for (var row : database.rows("select id, epoch from sandbox where seen = 'RUNNING'")) {
            running.put(new SandboxId((UUID) row.get("id")).toString(), (Long) row.get("epoch"));
        }
        return running;
    }

    /** What the control plane wrote for whoever installs it. */
    String secret(String name) {
        return Eventually.found(PATIENCE, name + " is written", () -> {
            try {
                Path file = directory.resolve(name);
                return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
            } catch (IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        });
    }

    /** Ends the control plane as an operator does. */
    void end() throws InterruptedException {
        replica.end();
    }

    @Override
    public void close() throws InterruptedException {
        dialling.close();
        worker.close();
        replica.close();
        database.close();
    }
}

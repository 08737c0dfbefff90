package io.smartboxes.controlplane.crash;

import static io.smartboxes.controlplane.crash.Site.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.dispatch.DispatchFailpoint;
import io.smartboxes.controlplane.sandbox.SandboxFailpoint;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker.Manner;
import io.smartboxes.controlplane.testing.LimitWatch;
import io.smartboxes.controlplane.testing.RawHttp;
import io.smartboxes.controlplane.usage.UsageFailpoint;
import io.smartboxes.controlplane.worker.WorkerFailpoint;
import io.smartboxes.failpoint.Failpoint;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At each step there is, the control plane's process dies once, as of SIGKILL, and the next one takes over; callers and worker
 * try again. Then the invariants hold. Each step has a script that comes to it: without one this does not compile, and a script
 * that does not come to it fails. Two at a time, so that both cores have work.
 */
class CrashAtEveryStepTest {

    private static final int KILLED = 137;
    private static final int SITES = 2;

    /** Of the invariants, from the death on. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    private static final BlockingQueue<Site> IDLE = new ArrayBlockingQueue<>(SITES);
    private static final List<Site> SITES_MADE = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        var classes = ClassArchive.in(directory);
        try (var first = new Site(classes.making(), Files.createDirectory(directory.resolve("first")))) {
            first.end();
        }
        for (int number = 0; number < SITES; number++) {
            Path own = Files.createDirectory(directory.resolve("site-" + number));
            SITES_MADE.add(new Site(classes.using(), own));
        }
        IDLE.addAll(SITES_MADE);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (Site site : SITES_MADE) {
            site.close();
        }
    }

    private static Stream<Failpoint> everyStep() {
        return Stream.of(
                        SandboxFailpoint.values(),
                        WorkerFailpoint.values(),
                        DispatchFailpoint.values(),
                        UsageFailpoint.values())
                .flatMap(Stream::<Failpoint>of);
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @Execution(ExecutionMode.CONCURRENT)
    void settlesWithinAMinuteOfADeathAt(Failpoint step) throws Exception {
        var site = IDLE.take();
        int deathsBefore = site.replica().exits().size();
        try {
            script(step).play(site, step);
            assertThat(site.replica().isPast(step)).as("reached " + step.id()).isTrue();
            site.requireSettled();
            assertThat(site.replica().sinceLastExit()).isLessThan(SETTLED_WITHIN);
            assertThat(site.replica().exits().stream().skip(deathsBefore)).containsExactly(KILLED);
        } catch (AssertionError failure) {
            throw new AssertionError(
                    step.id() + ": " + failure.getMessage() + "\n"
                            + site.replica().log(),
                    failure);
        } finally {
            site.replica().spareAt(step);
            IDLE.put(site);
        }
    }

    /** The same while ten times as many are asked for as there may be: at no commit are there more, or other than counted. */
    @ParameterizedTest
    @MethodSource("stepsThatCount")
    @Execution(ExecutionMode.CONCURRENT)
    void keepsTheLimitThroughADeathAt(Failpoint step) throws Exception {
        var site = IDLE.take();
        try (var watch = new LimitWatch(site.database(), Site.SANDBOXES_MAX)) {
            site.replica().dieAt(step);
            var made = site.createAtOnce(10 * Site.SANDBOXES_MAX);
            assertThat(made).isNotEmpty().doesNotHaveDuplicates();
            made.forEach(site::kill);
            assertThat(site.replica().isPast(step)).as("reached " + step.id()).isTrue();
            site.requireSettled();
        } finally {
            site.replica().spareAt(step);
            IDLE.put(site);
        }
    }

    private static Stream<Failpoint> stepsThatCount() {
        return Stream.of(
                SandboxFailpoint.CREATE_BEFORE_COMMIT,
                SandboxFailpoint.CREATE_COMMITTED,
                SandboxFailpoint.CREATE_CLAIMED,
                DispatchFailpoint.ENDED_BEFORE_COMMIT,
                DispatchFailpoint.ENDED_AFTER_COMMIT);
    }

    /** Comes to the step at which the process is to die, and on until what was asked for is so. */
    private interface Script {
        void play(Site site, Failpoint step) throws IOException;
    }

    private static Script script(Failpoint step) {
        return switch (step) {
            case SandboxFailpoint api -> script(api);
            case DispatchFailpoint dispatch -> script(dispatch);
            case WorkerFailpoint enrolment -> CrashAtEveryStepTest::enrol;
            case UsageFailpoint usage -> CrashAtEveryStepTest::use;
            default -> throw new IllegalArgumentException("no script comes to " + step.id());
        };
    }

    private static Script script(SandboxFailpoint step) {
        return switch (step) {
            case CREATE_BEFORE_COMMIT,
                    CREATE_COMMITTED,
                    CREATE_BEFORE_CLAIM,
                    CREATE_CLAIMED,
                    KILL_BEFORE_COMMIT,
                    KILL_COMMITTED,
                    DEADLINE_BEFORE_COMMIT,
                    DEADLINE_COMMITTED -> CrashAtEveryStepTest::live;
            case CREATE_KEY_BEFORE_COMMIT -> CrashAtEveryStepTest::tryAgainWithTheSameKey;
            case CREATE_GIVEN_UP -> CrashAtEveryStepTest::waitInVain;
            case CREATE_WITHDRAWN -> CrashAtEveryStepTest::hangUpTooEarly;
            case CREATE_ABANDONED -> CrashAtEveryStepTest::abandon;
        };
    }

    private static Script script(DispatchFailpoint step) {
        return switch (step) {
            case LEASE_BEFORE_COMMIT,
                    LEASE_AFTER_COMMIT,
                    START_BEFORE_SEND,
                    START_AFTER_SEND,
                    STARTED_BEFORE_COMMIT,
                    STARTED_AFTER_COMMIT,
                    DEADLINE_BEFORE_SEND,
                    DEADLINE_AFTER_SEND,
                    DEADLINE_SET_BEFORE_COMMIT,
                    DEADLINE_SET_AFTER_COMMIT,
                    STOP_BEFORE_SEND,
                    STOP_AFTER_SEND,
                    ENDED_BEFORE_COMMIT,
                    ENDED_AFTER_COMMIT -> CrashAtEveryStepTest::live;
            case START_FAILED_BEFORE_COMMIT,
                    START_FAILED_AFTER_COMMIT,
                    UNLEASED_END_BEFORE_COMMIT,
                    UNLEASED_END_AFTER_COMMIT -> CrashAtEveryStepTest::beRefused;
            case START_EXPIRED_AFTER_COMMIT -> CrashAtEveryStepTest::outlastAWorkerThatDoesNothing;
            case HELLO_BEFORE_COMMIT, HELLO_AFTER_COMMIT, WELCOME_AFTER_SEND -> CrashAtEveryStepTest::dialAgain;
            case LOST_BEFORE_COMMIT, LOST_AFTER_COMMIT -> CrashAtEveryStepTest::lose;
        };
    }

    private static void live(Site site, Failpoint step) {
        site.replica().dieAt(step);
        String sandbox = site.create();
        site.requireThere(sandbox);
        site.patience()
                .ask("its deadline moves", api -> api.post("/sandboxes/" + sandbox + "/timeout", "{\"timeout\":600}"))
                .expect(204);
        site.kill(sandbox);
    }

    private static void tryAgainWithTheSameKey(Site site, Failpoint step) {
        site.worker().behave(Manner.REFUSES_FOR_GOOD);
        var key = UUID.randomUUID().toString();
        assertThat(site.patience().once(api -> api.with("Idempotency-Key", key).post("/v2/sandboxes", Site.BASE)))
                .hasValueSatisfying(reply -> assertThat(reply.status()).isGreaterThanOrEqualTo(500));
        site.worker().behave(Manner.OBEYS);
        site.replica().dieAt(step);
        site.kill(site.patience().create(key, Site.BASE));
    }

    private static void waitInVain(Site site, Failpoint step) {
        site.worker().behave(Manner.IGNORES);
        site.replica().dieAt(step);
        assertThat(site.patience().once(api -> api.post("/v2/sandboxes", Site.BASE)))
                .isEmpty();
        site.worker().behave(Manner.OBEYS);
    }

    private static void hangUpTooEarly(Site site, Failpoint step) throws IOException {
        site.worker().behave(Manner.IGNORES);
        site.replica().dieAt(step);
        String body = "{\"templateID\":\"base\",\"metadata\":{\"caller\":\"gone\"}}";
        try (var raw = new RawHttp(site.uri())) {
            raw.send("POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-KEY: "
                    + site.patience().key() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            Eventually.until("it is wanted", () -> wantedByTheOneWhoWent(site));
        }
        Eventually.within(
                PATIENCE,
                step.id() + " is reached",
                () -> !wantedByTheOneWhoWent(site) && site.replica().isPast(step));
        site.worker().behave(Manner.OBEYS);
    }

    private static boolean wantedByTheOneWhoWent(Site site) {
        return !site.database()
                .rows("select id from sandbox where metadata->>'caller' = 'gone' and wanted = 'RUNNING'")
                .isEmpty();
    }

    /** As one whose replica died before its caller was told, a while ago. */
    private static void abandon(Site site, Failpoint step) {
        var abandoned = site.rows().want(PATIENCE);
        site.rows().awaitSeen(abandoned, "RUNNING");
        site.replica().dieAt(step);
        site.database().update("update sandbox set abandon_at = now() where id = ?", abandoned.value());
        site.awaitEnd(abandoned);
    }

    private static void beRefused(Site site, Failpoint step) {
        site.worker().behave(Manner.REFUSES_RETRYABLY);
        site.replica().dieAt(step);
        Eventually.within(PATIENCE, step.id() + " is reached", () -> {
            // If the worker dials too late, its time is over before it can refuse.
            site.awaitEnd(site.rows().want(Duration.ofSeconds(1)));
            return site.replica().isPast(step);
        });
        site.worker().behave(Manner.OBEYS);
    }

    private static void outlastAWorkerThatDoesNothing(Site site, Failpoint step) {
        site.worker().behave(Manner.IGNORES);
        site.replica().dieAt(step);
        var slow = site.rows().want(Duration.ofSeconds(1));
        Eventually.within(
                PATIENCE, step.id() + " is reached", () -> site.replica().isPast(step));
        site.worker().behave(Manner.OBEYS);
        site.awaitEnd(slow);
    }

    private static void dialAgain(Site site, Failpoint step) {
        String sandbox = site.create();
        site.replica().dieAt(step);
        site.hangUp();
        Eventually.within(
                PATIENCE, step.id() + " is reached", () -> site.replica().isPast(step));
        site.requireThere(sandbox);
        site.kill(sandbox);
    }

    private static void lose(Site site, Failpoint step) {
        String lost = site.create();
        site.replica().dieAt(step);
        site.worker().forget(lost);
        site.hangUp();
        site.awaitEnd(SandboxId.parse(lost));
        assertThat(site.rows().row(SandboxId.parse(lost))).containsEntry("reason", "worker:lost");
    }

    private static void use(Site site, Failpoint step) {
        String sandbox = site.create();
        site.use(sandbox, 40);
        site.replica().dieAt(step);
        site.use(sandbox, 70);
        Eventually.within(
                PATIENCE, step.id() + " is reached", () -> site.replica().isPast(step));
        site.use(sandbox, 30);
        site.kill(sandbox);
    }

    private static void enrol(Site site, Failpoint step) {
        String name = step == WorkerFailpoint.ENROL_BEFORE_COMMIT ? "w2" : "w3";
        String token = site.secret("enrolment/" + name);
        site.replica().dieAt(step);
        assertThat(site.patience().enrol(token, name).workerId()).startsWith("wkr");
    }
}

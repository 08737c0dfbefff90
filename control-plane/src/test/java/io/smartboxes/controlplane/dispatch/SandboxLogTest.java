package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.LogLevel;
import io.smartboxes.workerlink.LogLine;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.LogSource;
import io.smartboxes.workerlink.LogState;
import io.smartboxes.workerlink.ReadLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of sandboxes, from the request to the worker and back. */
class SandboxLogTest extends LinkTest {

    private static final String HOSTILE = "a\u001b[31mred\u0000 <script>alert(1)</script> \u2028 \ud83d\ude00 \"}";

    private TestReplica replica;
    private FakeWorker worker;
    private Api api;
    private String sandbox;

    private void begin(boolean nudged) {
        replica = replica("r1", Map.of("smartboxes.nudges.enabled", nudged));
        worker = worker(replica, "w1").connected(port(replica));
        worker.answerLogs(question -> Optional.of(page(question)));
        api = TestTenant.in(replica, database).at(replica);
        sandbox = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
    }

    /** Of a log of 2,500 lines, the first of which is hostile. */
    private static LogPage page(ReadLog question) {
        var page = LogPage.newBuilder().setState(LogState.LOG_STATE_HERE).setOldest(1);
        long from = question.getBeyond() + 1;
        long to = Math.min(question.getBeyond() + question.getLimit(), 2500);
        LongStream.rangeClosed(from, to)
                .forEach(number -> page.addLines(LogLine.newBuilder()
                        .setNumber(number)
                        .setAtMillis(1_769_860_800_000L + number)
                        .setLevel(LogLevel.LOG_LEVEL_ERROR)
                        .setSource(LogSource.LOG_SOURCE_STDERR)
                        .setPid(7)
                        .setText(number == 1 ? HOSTILE : "line " + number)));
        return page.setNext(to).setMore(to < 2500).build();
    }

    private ReadLog asked() {
        return worker.heard().stream()
                .filter(message -> message.hasReadLog())
                .toList()
                .getLast()
                .getReadLog();
    }

    @Test
    void areReadFromTheWorkerAndForgotten() {
        begin(true);

        var page = api.get("/v1/sandboxes/" + sandbox + "/logs?limit=2")
                .expect(200)
                .json();

        var line = page.path("items").path(0);
        assertThat(line.path("text").asText()).isEqualTo(HOSTILE);
        assertThat(line.path("at").asText()).isEqualTo("2026-01-31T12:00:00.001Z");
        assertThat(List.of(
                        line.path("level").asText(),
                        line.path("stream").asText(),
                        line.path("pid").asText()))
                .containsExactly("error", "stderr", "7");
        assertThat(page.path("state").asText()).isEqualTo("live");
        assertThat(page.path("nextToken").asText()).isEqualTo("2");
        assertThat(page.path("more").asBoolean()).isTrue();
        assertThat(api.get("/v1/sandboxes/" + sandbox + "/logs?nextToken=2&limit=1")
                        .json()
                        .path("items")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo("line 3");
        assertThat(database.rows("select 1 from log_read")).isEmpty();
    }

    @Test
    void passAQuestionOnAsItWasAsked() {
        begin(true);

        api.get(
                        "/v1/sandboxes/" + sandbox
                                + "/logs?direction=backward&at=2026-01-31T12:00:00Z&level=warn&stream=stdout,system&search=a%20b&wait=3")
                .expect(200);

        ReadLog question = asked();
        assertThat(question.getSandboxId()).isEqualTo(sandbox);
        assertThat(question.getBackward()).isTrue();
        assertThat(question.getAtMillis()).isEqualTo(1_769_860_800_000L);
        assertThat(question.getLevelMin()).isEqualTo(LogLevel.LOG_LEVEL_WARN);
        assertThat(question.getSourcesList()).containsExactly(LogSource.LOG_SOURCE_STDOUT, LogSource.LOG_SOURCE_SYSTEM);
        assertThat(question.getSearch()).isEqualTo("a b");
        assertThat(question.getWaitMillis()).isEqualTo(3000);
    }

    @Test
    void haveTheShapesThatE2bsToolsKnow() throws Exception {
        begin(true);

        var v1 = api.get("/sandboxes/" + sandbox + "/logs?start=5&limit=1")
                .expect(200)
                .json();
        assertThat(asked().getAtMillis()).isEqualTo(5);
        var v2 = api.get("/v2/sandboxes/" + sandbox + "/logs?cursor=6&direction=backward&level=debug&search=x")
                .expect(200)
                .json();
        assertThat(asked().getBackward()).isTrue();

        var inner =
                new ObjectMapper().readTree(v1.path("logs").path(0).path("line").asText());
        assertThat(inner.path("level").asText()).isEqualTo("error");
        assertThat(inner.path("logger").asText()).isEqualTo("process");
        assertThat(inner.path("message").asText()).isEqualTo(HOSTILE);
        for (var entry : List.of(v1.path("logEntries").path(0), v2.path("logs").path(0))) {
            assertThat(entry.path("timestamp").asText()).isEqualTo("2026-01-31T12:00:00.001Z");
            assertThat(entry.path("message").asText()).isEqualTo(HOSTILE);
            assertThat(entry.path("fields").path("stream").asText()).isEqualTo("stderr");
        }
    }

    @Test
    void areAFileOfPlainText() {
        begin(true);

        var reply = api.get("/v1/sandboxes/" + sandbox + "/logs.txt").expect(200);

        assertThat(reply.header("Content-Disposition")).contains("attachment; filename=\"logs.txt\"");
        assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.header("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(reply.text().lines())
                .hasSize(2500)
                .first()
                .isEqualTo(
                        "2026-01-31T12:00:00.001Z stderr a\\x1b[31mred\\x00 <script>alert(1)</script> \u2028 \ud83d\ude00 \"}");
    }

    @ParameterizedTest(name = "nudges = {0}")
    @ValueSource(booleans = {true, false})
    void areReadThroughWhicheverReplica(boolean nudged) {
        begin(nudged);
        var other = replica("r2", Map.of("smartboxes.nudges.enabled", nudged));

        var page = new Api(other.url(), api.headers())
                .get("/v1/sandboxes/" + sandbox + "/logs?limit=1")
                .expect(200);

        assertThat(page.json().path("items")).hasSize(1);
    }

    @Test
    void sayWhyThereAreNone() {
        begin(true);
        worker.answerLogs(question -> Optional.of(
                LogPage.newBuilder().setState(LogState.LOG_STATE_NOT_HERE).build()));
        assertThat(api.get("/v1/sandboxes/" + sandbox + "/logs").expect(200).field("state"))
                .isEqualTo("expired");
        assertThat(api.get("/sandboxes/" + sandbox + "/logs").expect(404).text())
                .contains("24 hours after its end");
        worker.answerLogs(question -> Optional.of(
                LogPage.newBuilder().setState(LogState.LOG_STATE_BUSY).build()));
        assertThat(api.get("/v1/sandboxes/" + sandbox + "/logs").expect(503).header("Retry-After"))
                .isNotEmpty();

        worker.answerLogs(question -> Optional.empty());
        var unheard = api.get("/v1/sandboxes/" + sandbox + "/logs").expect(503);
        assertThat(unheard.text()).contains("worker_unheard", "cannot be heard just now");
        assertThat(unheard.header("Retry-After")).isNotEmpty();
        assertThat(database.rows("select 1 from log_read")).isEmpty();
        database.update(
                "update sandbox set ended_at = now() - interval '25 hours' where id = ?",
                SandboxId.parse(sandbox).value());
        assertThat(api.get("/v1/sandboxes/" + sandbox + "/logs").expect(200).field("state"))
                .isEqualTo("expired");
    }

    @Test
    void areRefusedInWords() {
        begin(true);
        for (String wrong : List.of(
                "limit=0",
                "limit=1001",
                "direction=up",
                "level=loud",
                "stream=stdin",
                "at=yesterday",
                "wait=21",
                "nextToken=x",
                "nextToken=-5",
                "limit=x",
                "search=" + "x".repeat(201))) {
            assertThat(api.get("/v1/sandboxes/" + sandbox + "/logs?" + wrong)
                            .expect(400)
                            .text())
                    .as(wrong)
                    .contains(wrong.substring(0, wrong.indexOf('=')));
        }
        assertThat(api.get("/v2/sandboxes/" + sandbox + "/logs?direction=up")
                        .expect(400)
                        .field("message"))
                .contains("forward or backward");
        assertThat(api.get("/sandboxes/" + sandbox + "/logs?start=-1")
                        .expect(400)
                        .field("message"))
                .contains("start");
    }

    @Test
    void areTakenFromTheirWorkerAlone() {
        begin(true);
        worker.answerLogs(question -> Optional.empty());
        var stranger = worker(replica, "w2").connected(port(replica));
        var asking = Thread.ofVirtual()
                .unstarted(() -> api.get("/v1/sandboxes/" + sandbox + "/logs").expect(503));
        asking.start();
        String request = Eventually.found(
                        "the worker was asked",
                        () -> worker.heard().stream()
                                .filter(message -> message.hasReadLog())
                                .findFirst())
                .getReadLog()
                .getRequestId();

        stranger.say(FromWorker.newBuilder()
                .setLogPage(LogPage.newBuilder().setRequestId(request).setState(LogState.LOG_STATE_HERE))
                .build());
        stranger.say(FromWorker.newBuilder()
                .setLogPage(LogPage.newBuilder().setRequestId("nonsense"))
                .build());

        Eventually.until(
                "the malformed answer was dealt with",
                () -> replica.bean(LinkCounters.class).total(LinkCounter.REPORTS_MALFORMED) == 1);
        assertThat(database.rows("select 1 from log_read where answer is not null"))
                .isEmpty();
    }
}

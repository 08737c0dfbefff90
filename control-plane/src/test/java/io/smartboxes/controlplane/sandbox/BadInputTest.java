package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.RawHttp;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestTenant tenant;
    private static Api api;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of());
        workers = new ScriptedWorkers(database, replica);
        tenant = TestTenant.in(replica, database);
        api = tenant.at(replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
    }

    @AfterEach
    void nothingIsHalfMade() {
        var left = database.rows("select id from sandbox where seen <> 'TERMINATED'");
        database.update("update sandbox set wanted = 'TERMINATED', wanted_cause = 'api:kill' where wanted = 'RUNNING'");
        assertThat(left).isEmpty();
        assertThat(database.rows("select key from sandbox_idempotency")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"templateID":"base","timeout":0}                          | timeout is 0: it must be from 1 to 86400 seconds.
            {"templateID":"base","timeout":-1}                         | timeout is -1
            {"templateID":"base","timeout":1000000000000}              | timeout is 1000000000000
            {"templateID":"base","timeout":1e400}                      | JSON
            {"templateID":"base","timeout":"soon"}                     | JSON
            {"templateID":"base","timeout":99999999999999999999999999} | JSON
            {}                                                         | templateID is missing
            {"templateID":null}                                        | templateID is missing
            {"templateID":""}                                          | templateID is missing
            {"templateID":{"name":"base"}}                             | JSON
            []                                                         | JSON
            null                                                       | JSON
            "base"                                                     | JSON
            {"templateID":"base"                                       | JSON
            {"templateID":"base","metadata":[]}                        | JSON
            {"templateID":"base","metadata":{"a":{"b":"c"}}}           | JSON
            {"templateID":"base","metadata":{"a":null}}                | null
            {"templateID":"base","metadata":{"a":"\\u0000"}}           | NUL
            {"templateID":"base","metadata":{"a":"\\ud800"}}           | surrogate
            {"templateID":"base","envVars":{"":"x"}}                   | name that is empty
            {"templateID":"base","envVars":{"A=B":"x"}}                | contains '='
            {"templateID":"base","envVars":{"A":"\\u0000"}}            | NUL
            {"templateID":"base\\u0000"}                               | templateID
            not JSON at all                                            | JSON
            {"templateID":"base",}                                     | line 1, column 22
            {"templateID":"base","timeout":"later"}                    | line 1, column
            """)
    void refusesWithAReason(String body, String reason) {
        var refused = api.post("/v2/sandboxes", body).expectError(400);

        assertThat(refused.field("message")).contains(reason).doesNotContain("[Source", "StreamReadFeature", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"autoPause\":true",
                "\"autoResume\":{\"enabled\":true}",
                "\"network\":{\"denyOut\":[\"0.0.0.0/0\"]}",
                "\"mcp\":{\"duckduckgo\":{}, \"x\":{\"a\":1}}",
                "\"iam\":{\"tokens\":{\"a\":{\"audience\":\"b\",\"tokenType\":\"JWT-SVID\"}}}",
                "\"volumeMounts\":[{\"name\":\"a\",\"path\":\"/b\"}]",
            })
    void saysWhatDoesNotExistYet(String field) {
        var refused = api.post("/v2/sandboxes", "{\"templateID\":\"base\"," + field + "}")
                .expectError(400);

        assertThat(refused.field("error_code")).isEqualTo("not_supported");
        assertThat(refused.field("message")).contains("yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /pause", "POST /resume", "POST /fork", "POST /snapshots", "PUT /network"})
    void saysWhatCannotBeDoneYet(String route) {
        var id = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
        var parts = route.split(" ");
        var client = api.with("Content-Type", "application/json");

        var refused = client.send(parts[0], "/sandboxes/" + id + parts[1], "{}").expectError(400);
        assertThat(refused.field("error_code")).isEqualTo("not_supported");
        client.send(parts[0], "/sandboxes/sbx01h455vb4pex5vsknk084sn02q" + parts[1], "{}")
                .expectError(404);

        api.delete("/sandboxes/" + id).expect(204);
    }

    @Test
    void namesEveryFaultAtOnce() {
        var refused = api.post("/v2/sandboxes", "{\"timeout\":0,\"envVars\":{\"\":\"\"},\"autoPause\":true}")
                .expectError(400);

        assertThat(refused.field("message")).contains("templateID", "timeout", "envVars", "autoPause");
    }

    @Test
    void refusesAHundredThousandMetadataPairs() {
        var pairs =
                IntStream.range(0, 100_000).mapToObj(n -> "\"k" + n + "\":\"\"").collect(Collectors.joining(","));
        var tooLarge = api.post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{" + pairs + "}}");
        assertThat(tooLarge.status()).isIn(400, 413);
        tooLarge.expectError(tooLarge.status());

        var fewer = IntStream.range(0, 129).mapToObj(n -> "\"k" + n + "\":\"\"").collect(Collectors.joining(","));
        assertThat(api.post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{" + fewer + "}}")
                        .expectError(400)
                        .field("message"))
                .contains("129 entries: 128 are allowed");
    }

    @Test
    void refusesUnknownTemplates() {
        assertThat(api.post("/v2/sandboxes", "{\"templateID\":\"nope\"}")
                        .expectError(404)
                        .field("message"))
                .contains("nope");
        api.post("/v2/sandboxes", "{\"templateID\":\"base:v2\"}").expectError(404);
        api.post("/v2/sandboxes", "{\"templateID\":\"tpl_00000000000000000000000000\"}")
                .expectError(404);
    }

    @Test
    void refusesAHugeBodyWithoutReadingIt() throws IOException {
        try (var raw = new RawHttp(replica.url())) {
            raw.send("POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + tenant.key()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{\"templateID\":");

            assertThat(raw.readHead()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void namesTheLimitOfAnAddressThatIsTooLong() {
        assertThat(api.get("/v2/sandboxes?metadata=" + "x".repeat(5000))
                        .expectError(413)
                        .field("message"))
                .contains("address 4 KiB");
        assertThat(api.get("/v2/sandboxes?limit=many").expectError(400).field("message"))
                .contains("limit", "a whole number");
    }

    @Test
    void refusesAnEndlessChunkedBody() throws IOException {
        try (var raw = new RawHttp(replica.url())) {
            raw.send("POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nX-API-KEY: " + tenant.key()
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";

            int sent = raw.sendUntilAnswered(chunk, 1000);

            assertThat(raw.readHead()).startsWith("HTTP/1.1 413");
            assertThat(sent).as("chunks of 64 KiB before the answer").isLessThan(1000);
        }
    }

    @Test
    void answersUnknownPathsMethodsAndTypesLikeEverythingElse() {
        api.get("/nothing/here").expectError(404);
        api.get("/").expectError(404);
        api.get("/sandboxes/../../etc/passwd").expectError(404);
        api.send("PUT", "/v2/sandboxes", null).expectError(405);
        api.send("PATCH", "/sandboxes/x", "{}").expectError(405);
        api.with("Content-Type", "text/plain")
                .send("POST", "/v2/sandboxes", "{}")
                .expectError(415);
        api.with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", "/v2/sandboxes", "a=b")
                .expectError(415);
        api.with("Content-Type", "application/json")
                .send("POST", "/v2/sandboxes", null)
                .expectError(400);
        assertThat(api.get("/v1/nothing").expect(404).field("type")).isEqualTo("/problems/not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "order=up",
                "state=dead",
                "startedAfter=yesterday",
                "nextToken=abc",
                "metadata=novalue",
                "metadata=%25zz%3Da",
                "nextToken=%00"
            })
    void refusesBadListParameters(String parameter) {
        api.get("/v2/sandboxes?" + parameter).expectError(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timeout\":-1}",
                "{\"timeout\":86401}",
                "{\"timeout\":1000000000000}",
                "{}",
                "{\"timeout\":\"x\"}",
                "[]"
            })
    void refusesBadTimeouts(String body) {
        var id = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");

        api.post("/sandboxes/" + id + "/timeout", body).expectError(400);

        api.delete("/sandboxes/" + id).expect(204);
    }

    @Test
    void refusesBadRefreshesAndConnects() {
        var id = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");

        api.post("/sandboxes/" + id + "/refreshes", "{\"duration\":3601}").expectError(400);
        api.post("/v2/sandboxes/" + id + "/connect", "{\"timeout\":-5}").expectError(400);
        api.post("/v2/sandboxes/" + id + "/connect", "{\"timeout\":1e99}").expectError(400);

        api.delete("/sandboxes/" + id).expect(204);
    }

    @Test
    void refusesABadIdempotencyKey() {
        api.with("Idempotency-Key", "no spaces please")
                .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expectError(400);
        api.with("Idempotency-Key", "x".repeat(256))
                .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expectError(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "sbx",
                "sbx00000000000000000000000000",
                "SBX00000000000000000000000000",
                "i1234567890abcdefghij",
                "%00",
                "%F0%9F%92%A9"
            })
    void knowsNoMalformedId(String id) {
        api.get("/sandboxes/" + id).expectError(404);
        api.delete("/sandboxes/" + id).expectError(404);
        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":1}").expectError(404);
    }
}

package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each request goes to the sandbox and port that it names itself, and what cannot is answered in the clients' words. */
class GatewayRoutingTest {

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer first = new SandboxServer("first");
    private final SandboxServer second = new SandboxServer("second");
    private final SandboxServer web = new SandboxServer("web");
    private Gateway gateway;
    private RawClient client;
    private LocalSandbox one;
    private LocalSandbox two;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(TestSettings.ordinary(), directory, directory.terminals());
        client = new RawClient(gateway.port());
        one = directory.start(first);
        two = directory.start(second);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        first.close();
        second.close();
        web.close();
    }

    @Test
    void routesByHeaderToTheGuest() throws IOException {
        var answer = client.get("/files?path=a", "Host: localhost", "E2b-Sandbox-Id: " + one.id());

        assertThat(answer.body()).isEqualTo("first GET /files?path=a HTTP/1.1 body=0");
    }

    @Test
    void routesEachRequestOfOneConnectionByItself() throws IOException {
        for (int round = 0; round < 3; round++) {
            var toOne = client.get("/a", "Host: localhost", "E2b-Sandbox-Id: " + one.id(), "E2b-Sandbox-Port: 49983");
            var toTwo = client.get("/b", "Host: 49983-" + two.id() + ".sbx.test:8081");

            assertThat(toOne.body()).startsWith("first");
            assertThat(toTwo.body()).startsWith("second");
        }
        assertThat(first.connectionsAccepted()).isEqualTo(1);
        assertThat(second.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void routesByLabelToAnyPortAndKeepsTheHost() throws IOException {
        String host = web.port() + "-" + one.id() + ".sbx.test";

        var answer = client.get("/index.html", "Host: " + host);

        assertThat(answer.body()).startsWith("web GET /index.html");
        assertThat(web.seen().getFirst().field("host")).contains(host);
    }

    @Test
    void routesByHeaderToAnyPort() throws IOException {
        var answer =
                client.get("/", "Host: localhost", "E2b-Sandbox-Id: " + one.id(), "E2b-Sandbox-Port: " + web.port());

        assertThat(answer.body()).startsWith("web GET /");
    }

    @Test
    void answersItsOwnHealthOnlyWithoutSandbox() throws IOException {
        first.on("/health", (head, in, out) -> SandboxServer.answer(out, 204, ""));

        var own = client.get("/health", "Host: localhost");
        var guest = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: " + one.id());

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(guest.status()).isEqualTo(204);
    }

    @Test
    void findsTheSignerOfAFileUrl() throws Exception {
        String toTwo = signed("/home/user/a b.txt", "read", TestDirectory.token(two.id(), TestDirectory.MAKER));
        String toNobody = signed("/home/user/a b.txt", "read", "another token");

        var found = client.get(toTwo, "Host: localhost");
        var lost = client.get(toNobody, "Host: localhost");

        assertThat(found.body()).startsWith("second GET /files?");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.body())
                .startsWith("{\"code\":404,\"message\":\"No sandbox running on this worker signed this URL");
    }

    @Test
    void refusesARequestThatNamesNoSandbox() throws IOException {
        var answer = client.get("/sandboxes", "Host: localhost");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":400,\"message\":\"The request names no sandbox");
    }

    @Test
    void saysThatAnUnknownSandboxWasNotFound() throws IOException {
        SandboxId unknown = SandboxId.next(InstantSource.system());

        var answer = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: " + unknown);
        var neverAnId = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: iabc123");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"sandboxId\":\"" + unknown + "\",\"message\":\"The sandbox was not found\",\"code\":502}");
        assertThat(neverAnId.body())
                .isEqualTo("{\"sandboxId\":\"iabc123\",\"message\":\"The sandbox was not found\",\"code\":502}");
    }

    @Test
    void saysThatAPortIsNotOpen() throws IOException {
        int closed = closedPort();

        var answer = client.get("/", "Host: " + closed + "-" + one.id() + ".sbx.test");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body())
                .isEqualTo("{\"sandboxId\":\"" + one.id()
                        + "\",\"message\":\"The sandbox is running but port is not open\",\"port\":" + closed
                        + ",\"code\":502}");
    }

    @Test
    void saysThatTheGuestsPortIsNotOpenByItsPublicNumber() throws IOException {
        LocalSandbox mute = directory.start(SandboxId.next(InstantSource.system()), closedPort());

        var answer = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: " + mute.id());

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("port is not open", "\"port\":49983");
    }

    @Test
    void hidesTheGuestsInternalRoutes() throws IOException {
        var init = client.get("/init", "Host: localhost", "E2b-Sandbox-Id: " + one.id());
        var disguised = client.get("//%69nit/", "Host: 49983-" + one.id() + ".sbx.test");
        var othersInit = client.get("/init", "Host: " + web.port() + "-" + one.id() + ".sbx.test");

        assertThat(init.status()).isEqualTo(404);
        assertThat(init.body()).isEqualTo("{\"code\":404,\"message\":\"Not found\"}");
        assertThat(disguised.status()).isEqualTo(404);
        assertThat(first.seen()).isEmpty();
        assertThat(othersInit.body()).startsWith("web");
    }

    @Test
    void neverReusesAConnectionForTheNextBootOfASandbox() throws IOException {
        client.get("/", "Host: localhost", "E2b-Sandbox-Id: " + one.id());
        directory.end(one, gateway);
        directory.start(one.id(), second.port());

        var answer = client.get("/", "Host: localhost", "E2b-Sandbox-Id: " + one.id());

        assertThat(answer.body()).startsWith("second");
    }

    @Test
    void givesEveryAnswerARequestIdAndPassesItOn() throws IOException {
        var made = client.get("/", "Host: localhost", "E2b-Sandbox-Id: " + one.id());
        var kept = client.get("/", "Host: localhost", "E2b-Sandbox-Id: " + one.id(), "X-Request-Id: mine-1");
        var refused = client.get("/", "Host: localhost", "X-Request-Id: not a sane one");

        String id = made.head().field("x-request-id").orElseThrow();
        assertThat(id).startsWith("req_");
        assertThat(first.seen().get(0).field("x-request-id")).contains(id);
        assertThat(kept.head().field("x-request-id")).contains("mine-1");
        assertThat(first.seen().get(1).field("x-request-id")).contains("mine-1");
        assertThat(refused.head().field("x-request-id").orElseThrow()).startsWith("req_");
    }

    @Test
    void showsBrowsersAPageAndEveryOriginTheReason() throws IOException {
        String[] unknown = {"Host: 3000-sbxzzz.sbx.test", "Accept: text/html,*/*", "Origin: https://a.example"};

        var page = client.get("/", unknown);

        assertThat(page.status()).isEqualTo(502);
        assertThat(page.head().field("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("The sandbox was not found");
        assertThat(page.head().field("access-control-allow-origin")).contains("*");
        assertThat(page.head().field("access-control-expose-headers")).contains("*");
    }

    @Test
    void answersThePreflightOfARequestThatItWillRefuse() throws IOException {
        client.send(
                "OPTIONS /process.Process/Start HTTP/1.1",
                "Host: localhost",
                "E2b-Sandbox-Id: sbxgone",
                "Origin: https://a.example",
                "Access-Control-Request-Method: POST");

        var answer = client.read();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.head().field("access-control-allow-methods")).contains("*");
        assertThat(answer.head().field("access-control-allow-headers")).contains("*, Authorization");
    }

    @Test
    void leavesThePreflightOfALiveSandboxToIt() throws IOException {
        client.send(
                "OPTIONS /files HTTP/1.1",
                "Host: localhost",
                "E2b-Sandbox-Id: " + one.id(),
                "Origin: https://a.example",
                "Access-Control-Request-Method: POST");

        assertThat(client.read().body()).startsWith("first OPTIONS /files");
    }

    private static String signed(String path, String operation, String token) {
        return "/files?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + "&signature="
                + URLEncoder.encode(FileSignature.of(path, operation, "", token), StandardCharsets.UTF_8);
    }

    private static int closedPort() throws IOException {
        try (var taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }
}

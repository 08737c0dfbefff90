package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any worker's gateway takes any sandbox's traffic and hands it to the owner's, once. */
@Timeout(120)
class GatewayPeersTest {

    private final TestAuthority authority = new TestAuthority();
    private final WorkerId ownerId = WorkerId.next(InstantSource.system());
    private final TestDirectory ownerDirectory = new TestDirectory();
    private final TestDirectory edgeDirectory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private final LocalSandbox sandbox = ownerDirectory.start(guest);
    private final String id = "E2b-Sandbox-Id: " + sandbox.id();
    private Gateway owner;
    private Gateway edge;
    private RawClient client;

    @AfterEach
    void stop() throws IOException {
        if (client != null) {
            client.close();
        }
        edge.close();
        owner.close();
        guest.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passesRequestsOnToTheOwner(boolean withTls) throws IOException {
        startPair(withTls);

        var byHeader = client.get("/a?b=c", "Host: localhost", id, "X-Request-Id: trace-1");
        var byLabel = client.get("/d", "Host: 49983-" + sandbox.id() + ".a.test");

        assertThat(byHeader.body()).startsWith("guest GET /a?b=c HTTP/1.1");
        assertThat(byHeader.head().field("x-request-id")).contains("trace-1");
        assertThat(guest.seen().getFirst().field("x-request-id")).contains("trace-1");
        assertThat(guest.seen().getFirst().fields()).doesNotContainKey("smartboxes-passed-on");
        assertThat(byLabel.body()).startsWith("guest GET /d");
        assertThat(edgeDirectory.asked()).as("the place is remembered").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsBothWaysThroughTheOwner(boolean withTls) throws IOException {
        startPair(withTls);
        guest.on("/echo", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (Optional<byte[]> chunk = Http.readChunk(in); chunk.isPresent(); chunk = Http.readChunk(in)) {
                Http.writeChunk(out, chunk.get());
            }
            Http.write(out, "0\r\n\r\n");
            return true;
        });
        client.send("POST /echo HTTP/1.1", "Host: localhost", id, "Transfer-Encoding: chunked");
        client.readHead();

        Http.writeChunk(client.out(), "ping".getBytes(UTF_8));

        assertThat(Http.readChunk(client.in())).map(String::new).contains("ping");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void opensTunnelsThroughTheOwner(boolean withTls) throws IOException {
        startPair(withTls);
        guest.on("/raw", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
            in.transferTo(out);
            return false;
        });
        client.send("GET /raw HTTP/1.1", "Host: localhost", id, "Connection: Upgrade", "Upgrade: raw");
        assertThat(client.readHead().status()).isEqualTo(101);

        client.write("ping");

        assertThat(new String(client.in().readNBytes(4), UTF_8)).isEqualTo("ping");
        ownerDirectory.end(sandbox, owner);
        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void seesAKillAtTheOwnerAtOnceAndForgetsThePlace() throws IOException {
        startPair(true);
        client.get("/a", "Host: localhost", id);

        ownerDirectory.end(sandbox, owner);
        var afterKill = client.get("/health", "Host: localhost", id);
        int askedBefore = edgeDirectory.asked();
        client.get("/health", "Host: localhost", id);

        assertThat(afterKill.status()).isEqualTo(502);
        assertThat(afterKill.body())
                .contains("The sandbox was not found", sandbox.id().toString());
        assertThat(afterKill.head().fields()).doesNotContainKey("smartboxes-not-here");
        assertThat(edgeDirectory.asked()).as("asked again after the owner's no").isEqualTo(askedBefore + 1);
    }

    @Test
    void breaksStreamsWhenTheSandboxEndsAtTheOwner() throws IOException {
        startPair(true);
        guest.on("/endless", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                Http.writeChunk(out, new byte[1000]);
            }
        });
        client.send("GET /endless HTTP/1.1", "Host: localhost", id);
        Http.Head head = client.readHead();

        ownerDirectory.end(sandbox, owner);

        assertThatThrownBy(() -> Http.readBody(head, client.in())).isInstanceOf(IOException.class);
    }

    @Test
    void leavesThePolicyToTheOwner() throws IOException {
        startPair(true);

        assertThat(client.get("/init", "Host: localhost", id).status()).isEqualTo(404);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void leavesTokensToTheOwner() throws IOException {
        startPair(true);
        String token = TestDirectory.token(sandbox.id(), TestDirectory.MAKER);
        assertThat(client.get("/a", "Host: localhost", id, "X-Access-Token: " + token)
                        .status())
                .isEqualTo(200);
        assertThat(guest.seen().getFirst().field("x-access-token")).contains(sandbox.accessToken());

        ownerDirectory.entitle(sandbox.id());

        Eventually.holds("refused", () -> status(token) == 401);
        assertThat(status(sandbox.accessToken())).isEqualTo(401);
    }

    private int status(String token) {
        try {
            return client.get("/a", "Host: localhost", id, "X-Access-Token: " + token)
                    .status();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void neverPassesOnTwice() throws IOException {
        startPair(false);
        SandboxId lost = SandboxId.next(InstantSource.system());
        ownerDirectory.place(lost, new SandboxLocation.AtPeer("wkr_edge", "127.0.0.1", edge.peerPort()));
        edgeDirectory.place(lost, new SandboxLocation.AtPeer(ownerId.toString(), "127.0.0.1", owner.peerPort()));

        var circling = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: " + lost);
        var marked = client.get("/health", "Host: localhost", id, "SmartBoxes-Passed-On: 1");

        assertThat(circling.body()).contains("The sandbox was not found");
        assertThat(ownerDirectory.asked()).as("the owner asks nobody").isZero();
        assertThat(marked.status()).isEqualTo(502);
    }

    @Test
    void pretendsNothingWhenNobodyKnowsWhereTheSandboxIs() throws IOException {
        startPair(false);
        SandboxId far = SandboxId.next(InstantSource.system());
        edgeDirectory.place(far, new SandboxLocation.Unknown("no link"));

        var answer = client.get("/health", "Host: localhost", "E2b-Sandbox-Id: " + far);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body())
                .startsWith("{\"code\":502,\"message\":\"This gateway cannot tell which worker has the sandbox")
                .doesNotContain("was not found", "port is not open");
    }

    @Test
    void pretendsNothingWhenTheOwnerCannotBeReached() throws IOException {
        startPair(false);
        owner.close();

        var answer = client.get("/health", "Host: localhost", id);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("cannot be reached").doesNotContain("was not found", "port is not open");
    }

    @Test
    void talksToNobodyButTheNamedWorker() throws IOException {
        owner = start(ownerDirectory, authority.worker(WorkerId.next(InstantSource.system())));
        edge = start(edgeDirectory, authority.worker(WorkerId.next(InstantSource.system())));
        place();

        assertThat(client.get("/a", "Host: localhost", id).body()).contains("cannot be reached");
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void listensToNobodyWithAnotherAuthoritysCertificate() throws IOException {
        owner = start(ownerDirectory, authority.worker(ownerId));
        edge = start(edgeDirectory, new TestAuthority().worker(ownerId));
        place();

        assertThat(client.get("/a", "Host: localhost", id).status()).isEqualTo(502);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void listensToNobodyWhoseCertificateNamesNoWorker() throws IOException {
        owner = start(ownerDirectory, authority.worker(ownerId));
        edge = start(edgeDirectory, authority.named("localhost"));
        place();

        assertThat(client.get("/a", "Host: localhost", id).status()).isEqualTo(502);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void listensToNobodyInPlainTextWhenItHasACertificate() throws IOException {
        startPair(true);
        try (var plain = new RawClient(owner.peerPort())) {
            plain.send("GET /a HTTP/1.1", "Host: localhost", id);

            assertThat(plain.in().readAllBytes()).asString(UTF_8).doesNotContain("HTTP/1.1");
        }
        assertThat(guest.seen()).isEmpty();
    }

    private void startPair(boolean withTls) throws IOException {
        owner = start(ownerDirectory, withTls ? authority.worker(ownerId) : null);
        edge = start(edgeDirectory, withTls ? authority.worker(WorkerId.next(InstantSource.system())) : null);
        place();
    }

    private void place() throws IOException {
        edgeDirectory.place(
                sandbox.id(), new SandboxLocation.AtPeer(ownerId.toString(), "127.0.0.1", owner.peerPort()));
        client = new RawClient(edge.port());
    }

    private static Gateway start(TestDirectory directory, PeerIdentity identity) {
        return Gateway.start(TestSettings.with(identity), directory, directory.terminals());
    }
}

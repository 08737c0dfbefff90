package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may enter a guest: holders of a token that is theirs and this sandbox's, as long as the control plane lets them. */
@Timeout(120)
class GatewayTokensTest {

    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(10);
    private static final String OTHER = "key_other";

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private final SandboxServer web = new SandboxServer("web");
    private final LocalSandbox sandbox = directory.start(guest);
    private final String name = "E2b-Sandbox-Id: " + sandbox.id();
    private Gateway gateway;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(TestSettings.ordinary(), directory, directory.terminals());
        client = new RawClient(gateway.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        guest.close();
        web.close();
    }

    @Test
    void putsTheGuestsOwnTokenInTheHoldersPlace() throws IOException {
        assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(200);

        assertThat(guest.seen().getFirst().field("x-access-token")).contains(sandbox.accessToken());
        assertThat(guest.seen().getFirst().fields().toString()).doesNotContain(token(TestDirectory.MAKER));
    }

    @Test
    void refusesEverybodyElsesToken() throws IOException {
        LocalSandbox another = directory.start(web);
        for (String wrong : List.of(
                "x",
                token(OTHER),
                // Another sandbox's, of the same holder.
                TestDirectory.token(another.id(), TestDirectory.MAKER),
                // The guest's own, which clients were once given.
                sandbox.accessToken())) {
            var answer = show(wrong);

            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.body())
                    .isEqualTo("{\"code\":401,\"message\":\"unauthorized access, please provide a valid access token or"
                            + " method signing if supported\"}");
        }
        var two = client.get(
                "/a",
                "Host: localhost",
                name,
                "X-Access-Token: " + token(TestDirectory.MAKER),
                "X-Access-Token: " + sandbox.accessToken());
        assertThat(two.status()).isEqualTo(401);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void leavesToTheGuestWhatShowsNothing() throws IOException {
        assertThat(client.get("/health", "Host: localhost", name).status()).isEqualTo(200);

        assertThat(guest.seen().getFirst().fields()).doesNotContainKey("x-access-token");
    }

    @Test
    void meddlesWithNoOtherPort() throws IOException {
        var answer = client.get(
                "/", "Host: localhost", name, "E2b-Sandbox-Port: " + web.port(), "X-Access-Token: something else");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(web.seen().getFirst().field("x-access-token")).contains("something else");
    }

    @Test
    void knowsAHolderWhoHasJustBeenGivenAToken() throws IOException {
        directory.entitle(sandbox.id(), TestDirectory.MAKER, OTHER);

        assertThat(show(token(OTHER)).status()).isEqualTo(200);
    }

    @Test
    void refusesOneAndLetsTheOtherGoOn() throws IOException {
        directory.entitle(sandbox.id(), TestDirectory.MAKER, OTHER);
        show(token(OTHER));
        show(token(TestDirectory.MAKER));

        directory.entitle(sandbox.id(), OTHER);
        long revoked = System.nanoTime();

        Eventually.holds("refused", () -> statusOf(token(TestDirectory.MAKER)) == 401);
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(REFUSED_WITHIN);
        assertThat(show(token(OTHER)).status()).isEqualTo(200);
    }

    @Test
    void refusesARevokedHolderAfterALongSilenceAtOnce() throws IOException {
        directory.hear(sandbox.id(), Duration.ofHours(1));
        directory.entitle(sandbox.id());

        assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(401);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void endsOpenStreamsOfARevokedHolderAlone() throws IOException {
        guest.on("/stream", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                Http.writeChunk(out, "tick".getBytes(UTF_8));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        });
        guest.on("/raw", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
            in.transferTo(out);
            return false;
        });
        directory.entitle(sandbox.id(), TestDirectory.MAKER, OTHER);
        try (var other = new RawClient(gateway.port());
                var tunnel = new RawClient(gateway.port())) {
            open(client, "/stream", TestDirectory.MAKER);
            open(other, "/stream", OTHER);
            open(tunnel, "/raw", TestDirectory.MAKER, "Connection: Upgrade", "Upgrade: raw");
            long revoked = System.nanoTime();

            directory.entitle(sandbox.id(), OTHER);

            assertThatThrownBy(() -> {
                        while (true) {
                            Http.readChunk(client.in());
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(tunnel.isEnded()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(REFUSED_WITHIN);
            assertThat(Http.readChunk(other.in())).isPresent();
        }
    }

    @Test
    void letsKnownHoldersGoOnWhileTheControlPlaneIsSilent() throws IOException {
        directory.silence(true);
        directory.hear(sandbox.id(), Duration.ofHours(1));

        assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(200);
        assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(200);
        var unknown = show(token(OTHER));
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.body()).contains("does not hear the control plane");

        directory.silence(false);
        directory.entitle(sandbox.id(), OTHER);
        Eventually.holds("heard again", () -> statusOf(token(TestDirectory.MAKER)) == 401);
        assertThat(show(token(OTHER)).status()).isEqualTo(200);
    }

    @Test
    void waitsForTheGuestsTokenAfterARestartOfTheAgent() throws Exception {
        directory.forgetTokens(sandbox);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RawClient.Answer> asked = threads.submit(() -> show(token(TestDirectory.MAKER)));
            Eventually.holds("it was asked", () -> directory.refreshed() > 0);
            assertThat(asked.isDone()).isFalse();

            directory.adopt(sandbox);

            assertThat(asked.get().status()).isEqualTo(200);
        }
    }

    @Test
    void saysSoWhenTheGuestsTokenDoesNotCome() throws IOException {
        directory.forgetTokens(sandbox);
        directory.silence(true);

        assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(503);
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void asksBesideTheTrafficAndNotForEachRequest() throws IOException {
        long begun = System.nanoTime();
        for (int request = 0; request < 500; request++) {
            assertThat(show(token(TestDirectory.MAKER)).status()).isEqualTo(200);
        }

        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(directory.refreshed()).isLessThanOrEqualTo((int) seconds + 2);
    }

    @Test
    void asksSeldomHoweverManyWrongTokensCome() throws Exception {
        long begun = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Integer>>();
            for (int number = 0; number < 200; number++) {
                String wrong = "wrong-" + number;
                calls.add(() -> {
                    try (var one = new RawClient(gateway.port())) {
                        return one.get("/a", "Host: localhost", name, "X-Access-Token: " + wrong)
                                .status();
                    }
                });
            }
            for (var answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(401);
            }
        }

        long quarters = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 250;
        assertThat(directory.refreshed()).isLessThanOrEqualTo((int) quarters * 2 + 4);
    }

    @Test
    void signsFileUrlsAnewForTheGuest() throws Exception {
        String path = "/home/user/a b+.txt";
        String url = signed(path, "read", "&signature_expiration=1999999999", token(TestDirectory.MAKER));

        assertThat(client.get(url, "Host: localhost", name).status()).isEqualTo(200);
        assertThat(client.get(url, "Host: localhost").status()).isEqualTo(200);

        for (var seen : guest.seen()) {
            assertThat(URLDecoder.decode(seen.path(), UTF_8))
                    .isEqualTo(URLDecoder.decode(
                            signed(path, "read", "&signature_expiration=1999999999", sandbox.accessToken()), UTF_8));
            assertThat(seen.fields()).doesNotContainKey("x-access-token");
        }
    }

    @Test
    void refusesSignaturesThatNoHolderMade() throws Exception {
        String mine = signed("/a", "read", "", token(TestDirectory.MAKER));
        assertThat(client.get(mine, "Host: localhost", name).status()).isEqualTo(200);
        directory.entitle(sandbox.id(), OTHER);
        Eventually.holds("refused", () -> statusOf(token(TestDirectory.MAKER)) == 401);
        int let = guest.seen().size();

        for (String url : List.of(
                mine,
                signed("/a", "read", "", sandbox.accessToken()),
                signed(
                        "/a",
                        "read",
                        "",
                        TestDirectory.token(directory.start(web).id(), OTHER)),
                signed("/a", "write", "", token(OTHER)))) {
            var answer = client.get(url, "Host: localhost", name);
            assertThat(answer.status()).as(url).isEqualTo(401);
            assertThat(answer.body()).contains("invalid signature");
        }
        assertThat(client.get(mine, "Host: localhost").status()).isEqualTo(404);
        assertThat(guest.seen()).hasSize(let);
    }

    @Test
    void refusesASignatureInDisguise() throws Exception {
        String own = signed("/a", "read", "", sandbox.accessToken());

        for (String url : List.of(
                own.replace("signature=", "%73ignature="),
                own.replace("signature=", "signatur%65="),
                own.replace("/files", "//files"),
                own.replace("/files", "/%66iles"))) {
            assertThat(client.get(url, "Host: localhost", name).status())
                    .as(url)
                    .isEqualTo(401);
        }
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void knowsAJustGivenTokenByItsSignatureAlone() throws Exception {
        directory.entitle(sandbox.id(), TestDirectory.MAKER, OTHER);

        assertThat(client.get(signed("/a", "read", "", token(OTHER)), "Host: localhost")
                        .status())
                .isEqualTo(200);
    }

    private void open(RawClient through, String path, String holder, String... more) throws IOException {
        through.send(
                "GET " + path + " HTTP/1.1",
                "Host: localhost",
                name,
                String.join("\r\n", concat("X-Access-Token: " + token(holder), more)));
        assertThat(through.readHead().status()).isLessThan(300);
    }

    private static List<String> concat(String first, String... rest) {
        var all = new ArrayList<>(List.of(rest));
        all.addFirst(first);
        return all;
    }

    private RawClient.Answer show(String token) throws IOException {
        return client.get("/a", "Host: localhost", name, "X-Access-Token: " + token);
    }

    private int statusOf(String token) {
        try {
            return show(token).status();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private String token(String holder) {
        return token(sandbox.id(), holder);
    }

    private static String token(SandboxId id, String holder) {
        return TestDirectory.token(id, holder);
    }

    private static String signed(String path, String operation, String expiration, String token) {
        String until = expiration.substring(expiration.indexOf('=') + 1);
        String signature = until.isEmpty()
                ? FileSignature.of(path, operation, "user", token)
                : FileSignature.of(path, operation, "user", token, until);
        return "/files?path=" + URLEncoder.encode(path, UTF_8) + "&username=user&signature="
                + URLEncoder.encode(signature, UTF_8) + expiration;
    }
}

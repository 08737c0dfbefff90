package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.agent.testing.ShellGuest;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The gateways of two workers, of which one runs all the sandboxes; asked for one, they must agree. */
final class SweptGateways implements AutoCloseable {

    private final TestDirectory directory = new TestDirectory();
    private final TestDirectory farDirectory = new TestDirectory();
    private final Terminals terminals = directory.terminals();
    private final Terminals farTerminals = farDirectory.terminals();
    private final SandboxServer guest = new SandboxServer("guest");
    private final SandboxServer web = new SandboxServer("web");
    private final ShellGuest shells = new ShellGuest();
    private final LocalSandbox sandbox = directory.start(guest);
    private final LocalSandbox another = directory.start(guest);
    private final LocalSandbox ended = directory.start(guest);
    private final LocalSandbox shell = directory.start(SandboxId.next(InstantSource.system()), shells.port());
    private final SweptTokens tokens = new SweptTokens(sandbox, another);
    private final SweptTerminal terminal = new SweptTerminal(terminals, shell, another, new AtomicInteger());
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<Class<?>> tried = ConcurrentHashMap.newKeySet();
    private final Gateway own;
    private final Gateway far;

    SweptGateways() throws IOException {
        own = Gateway.start(TestSettings.ordinary(), directory, terminals);
        far = Gateway.start(TestSettings.ordinary(), farDirectory, farTerminals);
        for (LocalSandbox one : List.of(sandbox, another, ended, shell)) {
            farDirectory.place(one.id(), new SandboxLocation.AtPeer("owner", "127.0.0.1", own.peerPort()));
        }
        terminals.welcomed(List.of(SweptTerminal.CONSOLE));
        directory.entitle(another.id(), SweptTokens.STRANGER);
        directory.hear(another.id(), Duration.ZERO);
        // What was heard last, long ago, names one more holder than there is now.
        directory.entitle(sandbox.id(), TestDirectory.MAKER, SweptTokens.REVOKED);
        directory.hear(sandbox.id(), Duration.ofHours(1));
        directory.entitle(sandbox.id(), TestDirectory.MAKER);
        directory.end(ended, own);
    }

    List<Way> ways() throws IOException {
        return Way.all(web.port());
    }

    /** One that runs. */
    SandboxId running() {
        return sandbox.id();
    }

    SandboxId ended() {
        return ended.id();
    }

    /** The kinds of {@link Address} that have been asked for. */
    Set<Class<?>> tried() {
        return tried;
    }

    /** The same however the sandbox is named, and at whichever gateway. */
    String answer(Way way, Showing showing) throws IOException {
        return switch (way.by()) {
            case TOKEN, SIGNATURE -> same(askBoth(way, showing, Naming.HOST), askBoth(way, showing, Naming.HEADERS));
            case SIGNATURE_ALONE -> ask(own, SweptRequest.of(way, showing, Naming.NOWHERE, tokens));
            case SIGNATURE_ALONE_ELSEWHERE -> ask(far, SweptRequest.of(way, showing, Naming.NOWHERE, tokens));
            case TICKET -> same(terminal.open(own, showing), terminal.open(far, showing));
            case NOTHING -> askBoth(way, showing, Naming.NOWHERE);
        };
    }

    /** To a holder who names a sandbox and a port so. */
    String answer(Naming naming, String id, String port) throws IOException {
        return askBoth(new SweptRequest(
                Stream.of(
                                List.of("GET /envs HTTP/1.1"),
                                naming.fields(id, port),
                                List.of("X-Access-Token: " + tokens.of(Showing.HOLDERS)))
                        .flatMap(List::stream)
                        .toList(),
                tokens));
    }

    /** To a page that would open a terminal of a sandbox named so. */
    String terminal(String id) throws IOException {
        return askBoth(new SweptRequest(SweptTerminal.handshake(id), tokens));
    }

    private String askBoth(Way way, Showing showing, Naming naming) throws IOException {
        return askBoth(SweptRequest.of(way, showing, naming, tokens));
    }

    private String askBoth(SweptRequest request) throws IOException {
        return same(ask(own, request), ask(far, request));
    }

    private String ask(Gateway gateway, SweptRequest request) throws IOException {
        tried.add(request.address().getClass());
        String requestId = "sweep-" + requests.incrementAndGet();
        try (var client = new RawClient(gateway.port())) {
            client.send(
                    Stream.concat(request.head().stream(), Stream.of("Content-Length: 0", "X-Request-Id: " + requestId))
                            .toArray(String[]::new));
            var answer = client.read();
            return Stream.of(guest, web)
                    .flatMap(server -> server.seen().stream())
                    .filter(head ->
                            head.field("x-request-id").filter(requestId::equals).isPresent())
                    .findFirst()
                    .map(request::became)
                    .orElseGet(() -> request.refused(answer));
        }
    }

    private static String same(String one, String other) {
        assertThat(other).as("the same by another name, or at another gateway").isEqualTo(one);
        return one;
    }

    @Override
    public void close() throws IOException {
        far.close();
        own.close();
        farTerminals.close();
        terminals.close();
        shells.close();
        guest.close();
        web.close();
    }
}

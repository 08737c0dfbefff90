package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.smartboxes.agent.Agent;
import io.smartboxes.agent.AgentSettings;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.runtime.gvisor.GvisorRuntime;
import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.agent.testing.ScreenClient;
import io.smartboxes.agent.testing.TestAuthority;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Adopted;
import io.smartboxes.workerlink.GrantTicket;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.Holder;
import io.smartboxes.workerlink.HolderLists;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.ReadLog;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.Sample;
import io.smartboxes.workerlink.SandboxHolders;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.TicketState;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.Welcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A whole agent with real boxes, its gateway and its link; only the control plane is a test's. */
final class RealWorker implements AutoCloseable {

    /** The guests' own, which no client is given. */
    private static final String GUEST_TOKEN = "token-of-the-guest";

    private static final String MAKER = "key_maker";

    private final FakeControlPlane controlPlane;
    private final AgentSettings settings;
    private final GvisorSettings boxes;
    private final TemplateBuild base;
    private final AtomicInteger tickets = new AtomicInteger();
    private final Map<String, Set<String>> entitled = new ConcurrentHashMap<>();
    private Agent agent;

    RealWorker(Path directory) throws IOException, InterruptedException {
        var authority = new TestAuthority();
        byte[] installation = new byte[3];
        GvisorWorker.RANDOM.nextBytes(installation);
        String label = HexFormat.of().formatHex(installation);
        controlPlane = new FakeControlPlane(authority, false).start();
        controlPlane.welcomesWith(RealWorker::adoptEverything);
        controlPlane.answersHoldersWith(this::holders);
        settings = AgentSettings.read(Map.ofEntries(
                Map.entry("installation", label),
                Map.entry("worker.name", "w1"),
                Map.entry("state.directory", directory.resolve("state").toString()),
                Map.entry("artifacts.directory", GvisorWorker.artifacts().toString()),
                Map.entry("link.address", "127.0.0.1:" + controlPlane.port()),
                Map.entry("link.plaintext", "true"),
                Map.entry(
                        "enrolment.token-file",
                        Files.writeString(directory.resolve("token"), authority.token())
                                .toString()),
                Map.entry("gateway.port", "0"),
                Map.entry("peer.port", "0"),
                Map.entry("pool.size-min", "0"),
                Map.entry("pool.size-max", "0")));
        boxes = GvisorWorker.settings(
                label, Files.createDirectories(directory.resolve("boxes")), GvisorWorker.artifacts());
        base = GvisorWorker.base(GvisorWorker.artifacts());
        start();
    }

    private void start() throws IOException, InterruptedException {
        agent = Agent.start(
                settings, GvisorRuntime.start(boxes, InstantSource.system(), GvisorWorker.RANDOM), failure -> {});
        controlPlane.awaitHello();
    }

    /** As after the agent's death: boxes go on, nobody is told anything. */
    void restart() throws IOException, InterruptedException {
        agent.close();
        start();
    }

    private static Welcome adoptEverything(Hello hello) {
        var welcome = Welcome.newBuilder().setReplicaId("fake").setHeartbeatIntervalMillis(100);
        hello.getSandboxesList()
                .forEach(held -> welcome.addAdopted(Adopted.newBuilder()
                        .setSandboxId(held.getSandboxId())
                        .setEpoch(held.getEpoch())
                        .setAccessToken(GUEST_TOKEN)));
        return welcome.build();
    }

    private HolderLists holders(HoldersRequest request) {
        var lists = HolderLists.newBuilder().setRequest(request.getRequest());
        request.getSandboxIdsList()
                .forEach(id -> lists.addSandboxes(SandboxHolders.newBuilder()
                        .setSandboxId(id)
                        .addAllHolders(entitled.getOrDefault(id, Set.of()).stream()
                                .map(holder -> holder(id, holder))
                                .toList())));
        return lists.build();
    }

    private static Holder holder(String sandboxId, String id) {
        return Holder.newBuilder()
                .setId(id)
                .setAccessToken(token(sandboxId, id))
                .build();
    }

    private static String token(String sandboxId, String holder) {
        return "token-of-" + holder + "-for-" + sandboxId;
    }

    /** The same sandbox as somebody else sees it, who is let in from now on. */
    GatewayClient entitle(GatewayClient sandbox, String holder) {
        entitled.get(sandbox.id()).add(holder);
        return new GatewayClient(() -> agent.gatewayPort(), sandbox.id(), token(sandbox.id(), holder));
    }

    /** Whoever made the sandbox is not let in any more. */
    void revokeMaker(GatewayClient sandbox) {
        entitled.get(sandbox.id()).remove(MAKER);
    }

    /** The same sandbox as somebody sees it who has come by the guest's own token. */
    GatewayClient withGuestToken(GatewayClient sandbox) {
        return new GatewayClient(() -> agent.gatewayPort(), sandbox.id(), GUEST_TOKEN);
    }

    /** A sandbox as its client sees it, through the gateway. */
    GatewayClient startSandbox() throws InterruptedException {
        SandboxId id = AgentFixture.newSandbox();
        entitled.computeIfAbsent(id.toString(), key -> ConcurrentHashMap.newKeySet())
                .add(MAKER);
        controlPlane.send(ToWorker.newBuilder()
                .setStart(StartSandbox.newBuilder()
                        .setSandboxId(id.toString())
                        .setEpoch(1)
                        .setTenantId("tnt_test")
                        .setTemplate(base.name())
                        .setTemplateBuild(base.build())
                        .setTemplateId("base")
                        .setTimeToLiveMillis(Duration.ofMinutes(10).toMillis())
                        .setDeadlineRevision(1)
                        .setAccessToken(GUEST_TOKEN)
                        .addHolders(holder(id.toString(), MAKER))
                        .setRequestId("req_test"))
                .build());
        Report report = awaitReport(id.toString());
        assertThat(report.hasStarted()).as(report.toString()).isTrue();
        return new GatewayClient(() -> agent.gatewayPort(), id.toString(), token(id.toString(), MAKER));
    }

    /** A connection to a terminal of a sandbox, with a ticket of its own. */
    ScreenClient terminal(String sandboxId, String terminal, boolean isNew) throws Exception {
        String ticket = ticket(sandboxId, terminal, isNew);
        return new ScreenClient(agent.gatewayPort(), sandboxId, null).open(ticket, 80, 24);
    }

    private String ticket(String sandboxId, String terminal, boolean isNew) throws Exception {
        String ticket = "ticket-" + tickets.incrementAndGet();
        controlPlane.send(ToWorker.newBuilder()
                .setGrantTicket(GrantTicket.newBuilder()
                        .setTicketId("tkt_" + ticket)
                        .setSandboxId(sandboxId)
                        .setEpoch(1)
                        .setHash(ByteString.copyFrom(
                                MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8))))
                        .setTerminalId(terminal)
                        .setNewTerminal(isNew)
                        .setTimeToLiveMillis(60_000)
                        .setUserId("usr_test"))
                .build());
        var answer = controlPlane
                .await(each -> each.getTicketAnswer().getTicketId().equals("tkt_" + ticket))
                .getTicketAnswer();
        assertThat(answer.getState()).isEqualTo(TicketState.TICKET_STATE_GRANTED);
        return ticket;
    }

    /** The first lines of a sandbox's log, as the control plane is told them. */
    LogPage readLog(String sandboxId) throws InterruptedException {
        return readLog(sandboxId, "");
    }

    /** Those of them that have a text. */
    LogPage readLog(String sandboxId, String search) throws InterruptedException {
        String request = "log-" + tickets.incrementAndGet();
        controlPlane.send(ToWorker.newBuilder()
                .setReadLog(ReadLog.newBuilder()
                        .setRequestId(request)
                        .setSandboxId(sandboxId)
                        .setSearch(search)
                        .setLimit(1000))
                .build());
        return controlPlane
                .await(each -> each.getLogPage().getRequestId().equals(request))
                .getLogPage();
    }

    /** Ends a sandbox and waits for that. */
    void stop(String sandboxId) throws InterruptedException {
        controlPlane.send(ToWorker.newBuilder()
                .setStop(StopSandbox.newBuilder()
                        .setSandboxId(sandboxId)
                        .setEpoch(1)
                        .setCause("api:kill"))
                .build());
        Report unused = controlPlane
                .await(each -> each.getReport().hasEnded()
                        && each.getReport().getSandboxId().equals(sandboxId))
                .getReport();
    }

    /** Says again what the guest of a sandbox demands, as a Welcome does. */
    void adopt(String sandboxId) {
        controlPlane.send(ToWorker.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setHeartbeatIntervalMillis(100)
                        .addAdopted(Adopted.newBuilder()
                                .setSandboxId(sandboxId)
                                .setEpoch(1)
                                .setAccessToken(GUEST_TOKEN)))
                .build());
    }

    /** The next report of what happened to one sandbox: what was not acknowledged before a restart comes again, of whichever it is. */
    Report awaitReport(String sandboxId) throws InterruptedException {
        return controlPlane
                .await(each -> each.hasReport()
                        && !each.getReport().hasUsage()
                        && each.getReport().getSandboxId().equals(sandboxId))
                .getReport();
    }

    /** The next sample of what a sandbox uses that fits. */
    Sample awaitSample(String sandboxId, Predicate<Sample> fits) throws InterruptedException {
        Predicate<Sample> whole = sample -> sample.getSandboxId().equals(sandboxId) && fits.test(sample);
        return controlPlane
                .await(each -> each.getHeartbeat().getSamplesList().stream().anyMatch(whole))
                .getHeartbeat()
                .getSamplesList()
                .stream()
                .filter(whole)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        agent.close();
        Agent.sweep(settings, GvisorRuntime.start(boxes, InstantSource.system(), GvisorWorker.RANDOM), failure -> {});
        controlPlane.close();
        assertThat(HostObjects.ofWorker(boxes)).isEmpty();
    }
}

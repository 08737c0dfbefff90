package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.TerminalHost;
import io.smartboxes.agent.terminal.TerminalLimits;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.id.SandboxId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sandboxes that tests start and end by hand, and the control plane's word on who may enter them. */
final class TestDirectory implements SandboxDirectory {

    /** Whoever made each sandbox. */
    static final String MAKER = "key_maker";

    /** What the agent knows of a sandbox's holders. */
    private record Heard(List<Holder> holders, long atNanos) {}

    private final Map<SandboxId, LocalSandbox> running = new ConcurrentHashMap<>();
    private final Map<SandboxId, List<Holder>> entitled = new ConcurrentHashMap<>();
    private final Map<SandboxId, Heard> heard = new ConcurrentHashMap<>();
    private final Map<SandboxId, SandboxLocation> elsewhere = new ConcurrentHashMap<>();
    private final AtomicInteger boots = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refreshed = new AtomicInteger();
    private volatile boolean isSilent;

    /** A sandbox whose guest is the given server. */
    LocalSandbox start(SandboxServer guest) {
        return start(SandboxId.next(InstantSource.system()), guest.port());
    }

    LocalSandbox start(SandboxId id, int guestPort) {
        return start(id, guestPort, OptionalInt.empty());
    }

    LocalSandbox start(SandboxId id, int guestPort, OptionalInt relayPort) {
        String runtimeId = "boot-" + boots.incrementAndGet();
        var sandbox =
                new LocalSandbox(id, runtimeId, "token-of-" + id, Holders.UNKNOWN, "127.0.0.1", guestPort, relayPort);
        running.put(id, sandbox);
        entitle(id, MAKER);
        hear(id, Duration.ZERO);
        return sandbox;
    }

    /** What this holder shows for that sandbox. */
    static String token(SandboxId id, String holder) {
        return "token-of-" + holder + "-for-" + id;
    }

    /** From now on the control plane lets these in and nobody else; the agent has not heard of it yet. */
    void entitle(SandboxId id, String... holders) {
        entitled.put(
                id,
                List.of(holders).stream()
                        .map(holder -> new Holder(holder, token(id, holder)))
                        .toList());
    }

    /** The agent was told as much as is true now, and so long ago. */
    void hear(SandboxId id, Duration ago) {
        heard.put(id, new Heard(entitled.getOrDefault(id, List.of()), System.nanoTime() - ago.toNanos()));
    }

    /** As after a restart of the agent: neither the guest's token is known nor who may enter. */
    void forgetTokens(LocalSandbox sandbox) {
        heard.remove(sandbox.id());
        running.put(sandbox.id(), with(sandbox, "", Holders.UNKNOWN));
    }

    /** As with the Welcome. */
    void adopt(LocalSandbox sandbox) {
        running.put(sandbox.id(), sandbox);
    }

    /** From now on the control plane does not answer, or does again. */
    void silence(boolean isSilent) {
        this.isSilent = isSilent;
    }

    /** As the agent does: first out of the directory, then the gateway is told. */
    void end(LocalSandbox sandbox, Gateway gateway) {
        running.remove(sandbox.id());
        gateway.sandboxEnded(sandbox.runtimeId());
    }

    void place(SandboxId id, SandboxLocation location) {
        elsewhere.put(id, location);
    }

    /** Terminals of these sandboxes, each under the lease number 1. */
    Terminals terminals() {
        return new Terminals(
                id -> find(id).map(sandbox -> new TerminalHost.Place(
                        1,
                        sandbox.runtimeId(),
                        new InetSocketAddress(sandbox.address(), sandbox.guestPort()),
                        sandbox.accessToken())),
                TerminalLimits.defaults(),
                System::nanoTime);
    }

    int asked() {
        return asked.get();
    }

    /** How often it was asked who may enter. */
    int refreshed() {
        return refreshed.get();
    }

    @Override
    public Optional<LocalSandbox> find(SandboxId id) {
        return Optional.ofNullable(running.get(id)).map(this::current);
    }

    @Override
    public Collection<LocalSandbox> running() {
        return running.values().stream().map(this::current).toList();
    }

    @Override
    public CompletionStage<SandboxLocation> locate(SandboxId id) {
        asked.incrementAndGet();
        return CompletableFuture.completedFuture(elsewhere.getOrDefault(id, new SandboxLocation.NotFound()));
    }

    @Override
    public CompletionStage<Void> refresh(Collection<SandboxId> ids) {
        refreshed.incrementAndGet();
        if (isSilent) {
            return CompletableFuture.failedFuture(new IllegalStateException("The link is down"));
        }
        ids.forEach(id -> hear(id, Duration.ZERO));
        return CompletableFuture.completedFuture(null);
    }

    private LocalSandbox current(LocalSandbox sandbox) {
        Heard now = heard.get(sandbox.id());
        return with(
                sandbox,
                sandbox.accessToken(),
                now == null ? Holders.UNKNOWN : new Holders(now.holders(), System.nanoTime() - now.atNanos()));
    }

    private static LocalSandbox with(LocalSandbox sandbox, String accessToken, Holders holders) {
        return new LocalSandbox(
                sandbox.id(),
                sandbox.runtimeId(),
                accessToken,
                holders,
                sandbox.address(),
                sandbox.guestPort(),
                sandbox.relayPort());
    }
}

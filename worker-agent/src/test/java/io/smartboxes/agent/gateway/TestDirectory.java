package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.TerminalHost;
import io.smartboxes.agent.terminal.TerminalLimits;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.id.SandboxId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sandboxes that tests start and end by hand. */
final class TestDirectory implements SandboxDirectory {

    private final Map<SandboxId, LocalSandbox> running = new ConcurrentHashMap<>();
    private final Map<SandboxId, SandboxLocation> elsewhere = new ConcurrentHashMap<>();
    private final AtomicInteger boots = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    /** A sandbox whose guest is the given server. */
    LocalSandbox start(SandboxServer guest) {
        return start(SandboxId.next(InstantSource.system()), guest.port());
    }

    LocalSandbox start(SandboxId id, int guestPort) {
        return start(id, guestPort, OptionalInt.empty());
    }

    LocalSandbox start(SandboxId id, int guestPort, OptionalInt relayPort) {
        String runtimeId = "boot-" + boots.incrementAndGet();
        var sandbox = new LocalSandbox(id, runtimeId, "token-of-" + id, "127.0.0.1", guestPort, relayPort);
        running.put(id, sandbox);
        return sandbox;
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

    @Override
    public Optional<LocalSandbox> find(SandboxId id) {
        return Optional.ofNullable(running.get(id));
    }

    @Override
    public Collection<LocalSandbox> running() {
        return running.values();
    }

    @Override
    public CompletionStage<SandboxLocation> locate(SandboxId id) {
        asked.incrementAndGet();
        return CompletableFuture.completedFuture(elsewhere.getOrDefault(id, new SandboxLocation.NotFound()));
    }
}

package io.smartboxes.agent.runtime.simulated;

import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.ASSIGN_FAILED;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.BOX_GONE;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.ID_USED;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.Leftover;
import io.smartboxes.agent.runtime.MissingRequirement;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.runtime.simulated.SimulatedFaults.Operation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Keeps the contract of {@link SandboxRuntime} without isolating anything: no box of it runs a program. */
public final class SimulatedRuntime implements SandboxRuntime {

    /** Nothing listens at a simulated guest's address: port 9 of the loopback discards. */
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private static final BoxUsage IDLE = new BoxUsage(Duration.ofMillis(80), 16L << 20);
    private static final BoxFigures IDLE_FIGURES = new BoxFigures(IDLE.cpu(), IDLE.memoryBytes(), 4L << 20, 1L << 20);

    private final SimulatedHost host;
    private final SimulatedLatencies latencies;
    private final SimulatedFaults faults;

    public SimulatedRuntime(SimulatedHost host, SimulatedLatencies latencies, SimulatedFaults faults) {
        this.host = host;
        this.latencies = latencies;
        this.faults = faults;
    }

    @Override
    public List<MissingRequirement> hostRequirements() {
        return List.of();
    }

    @Override
    public Box boot(RuntimeId id, TemplateBuild template) {
        var box = new Box(id, template, NOWHERE, OptionalInt.empty(), new CompletableFuture<>());
        faults.before(Operation.BOOT, id);
        if (host.table().putIfAbsent(id, new SimulatedBox(box, new AtomicReference<>())) != null) {
            throw new RuntimeFailureException(ID_USED, "There is a box with the runtime id " + id + " already");
        }
        pass(latencies.boot());
        return box;
    }

    @Override
    public void assign(Box box, GuestIdentity identity) {
        SimulatedBox simulated = host.table().get(box.id());
        if (simulated == null || !simulated.isAlive()) {
            throw new RuntimeFailureException(BOX_GONE, "Box " + box.id() + " is gone");
        }
        faults.before(Operation.ASSIGN, box.id());
        pass(latencies.assign());
        if (!simulated.identity().compareAndSet(null, identity)) {
            throw new RuntimeFailureException(ASSIGN_FAILED, "Box " + box.id() + " was handed out before");
        }
    }

    @Override
    public Optional<Box> adopt(RuntimeId id, TemplateBuild template) {
        return Optional.ofNullable(host.table().get(id))
                .filter(SimulatedBox::isAlive)
                .map(SimulatedBox::box)
                .filter(box -> box.template().build().equals(template.build()));
    }

    @Override
    public void destroy(RuntimeId id) {
        faults.before(Operation.DESTROY, id);
        SimulatedBox simulated = host.table().get(id);
        if (simulated != null) {
            pass(latencies.destroy());
            simulated.box().exit().complete(new BoxExit.Ended());
            host.table().remove(id);
        }
    }

    @Override
    public List<Leftover> sweep(Set<RuntimeId> keep) {
        var swept = new ArrayList<Leftover>();
        for (RuntimeId id : host.boxes()) {
            if (!keep.contains(id)) {
                destroy(id);
                swept.add(new Leftover(Leftover.Kind.PROCESS, "simulated " + id, Optional.of(id)));
            }
        }
        return swept;
    }

    @Override
    public Optional<BoxUsage> usage(RuntimeId id) {
        return Optional.ofNullable(host.table().get(id))
                .filter(SimulatedBox::isAlive)
                .map(box -> IDLE);
    }

    @Override
    public Optional<BoxFigures> figures(RuntimeId id) {
        return usage(id).map(idle -> IDLE_FIGURES);
    }

    /** Ends a box as if something had happened to it. */
    public void end(RuntimeId id, BoxExit reason) {
        SimulatedBox simulated = host.table().get(id);
        if (simulated != null) {
            simulated.box().exit().complete(reason);
        }
    }

    /** Whom a box was given to; empty for a warm one. */
    public Optional<GuestIdentity> identityOf(RuntimeId id) {
        return Optional.ofNullable(host.table().get(id))
                .map(box -> box.identity().get());
    }

    @Override
    public void close() {
        // The boxes belong to the host.
    }

    /** Virtual threads park here, so thousands of boots cost no thread of the host. */
    private static void pass(Duration latency) {
        long end = System.nanoTime() + latency.toNanos();
        for (long left = latency.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}

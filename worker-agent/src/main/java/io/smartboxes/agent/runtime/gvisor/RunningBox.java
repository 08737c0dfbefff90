package io.smartboxes.agent.runtime.gvisor;

import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.isolation.NetworkSlot;
import io.smartboxes.agent.isolation.UpperLayer;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A box whose sentry this process watches. */
final class RunningBox {

    /** Where the guest listens inside every box. */
    private static final int GUEST_PORT = 49_983;

    /** Where it relays to servers that listen on the box's loopback only, once the box is handed out. */
    private static final int RELAY_PORT = 49_984;

    private final Box box;
    private final NetworkSlot slot;
    private final Cgroups cgroups;
    private final Path upperDirectory;
    private volatile @Nullable Long sentry;
    private volatile @Nullable UpperLayer upper;
    private volatile boolean endWanted;

    RunningBox(RuntimeId id, TemplateBuild template, NetworkSlot slot, Cgroups cgroups, Path upperDirectory) {
        this.upperDirectory = upperDirectory;
        this.slot = slot;
        this.cgroups = cgroups;
        var guest = new InetSocketAddress(slot.guestAddress(), GUEST_PORT);
        this.box = new Box(id, template, guest, OptionalInt.of(RELAY_PORT), new CompletableFuture<>());
    }

    Box box() {
        return box;
    }

    NetworkSlot slot() {
        return slot;
    }

    /** From now on the end of the sentry is our doing. */
    void wantEnd() {
        endWanted = true;
    }

    /** Its sentry started, so its exit will complete when that ends. */
    void watched(long process) {
        sentry = process;
    }

    boolean isWatched() {
        return sentry != null;
    }

    /** What it has on the host's disk; empty before its sentry started and once that is gone. */
    OptionalLong diskBytes() {
        UpperLayer known = upper;
        OptionalLong bytes = known == null ? OptionalLong.empty() : known.bytes();
        Long process = sentry;
        if (bytes.isPresent() || process == null || box.exit().isDone()) {
            return bytes;
        }
        Optional<UpperLayer> found = UpperLayer.of(process, upperDirectory);
        upper = found.orElse(null);
        return found.map(UpperLayer::bytes).orElse(OptionalLong.empty());
    }

    /** Has the host begin to write what the box wrote; see {@link EarlyWriteback}. */
    void startWriting() {
        if (upper == null && diskBytes().isEmpty()) {
            return;
        }
        UpperLayer known = upper;
        if (known != null) {
            known.startWriting();
        }
    }

    /** Called once the sentry is gone, while the control group can still tell why. */
    void sentryEnded() {
        box.exit().complete(reason());
    }

    private BoxExit reason() {
        String id = box.id().text();
        if (cgroups.memoryKills(id) > 0) {
            return new BoxExit.MemoryExceeded(box.template().memoryMib());
        }
        if (endWanted) {
            return new BoxExit.Ended();
        }
        if (cgroups.refusedTasks(id) > 0) {
            return new BoxExit.ProcessesExceeded();
        }
        return new BoxExit.Crashed("its first process or its isolation ended by itself.");
    }
}

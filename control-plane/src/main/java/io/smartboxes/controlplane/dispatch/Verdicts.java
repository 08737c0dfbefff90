package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a connecting worker is told about what it holds, and which of its sandboxes are in doubt because it does not hold them.
 *
 * @param adopted rightly the worker's
 * @param refused to be ended
 * @param missing seen running there, and not held: their end is among the reports still to come, or they are lost
 */
record Verdicts(List<HeldLease> adopted, List<Refusal> refused, List<SeenSandbox> missing) {

    Verdicts {
        adopted = List.copyOf(adopted);
        refused = List.copyOf(refused);
        missing = List.copyOf(missing);
    }

    /** Why a sandbox must not go on: a stable code, for the worker's logs. */
    record Refusal(HeldLease held, String cause) {}

    static final String UNKNOWN = "lease:unknown";
    static final String ENDED = "lease:ended";
    static final String SUPERSEDED = "lease:superseded";

    /**
     * Decides on every sandbox held, and finds those that are not.
     *
     * @param rows the rows of what is held, and all live rows of the worker
     */
    static Verdicts of(WorkerId worker, Collection<HeldLease> held, Collection<SeenSandbox> rows) {
        Map<SandboxId, SeenSandbox> byId =
                rows.stream().collect(Collectors.toMap(SeenSandbox::id, Function.identity(), (one, same) -> one));
        Map<Boolean, List<HeldLease>> rightly = held.stream()
                .collect(Collectors.partitioningBy(lease -> refusal(worker, lease, byId.get(lease.sandbox())) == null));
        List<Refusal> refused = rightly.getOrDefault(false, List.of()).stream()
                .map(lease -> new Refusal(lease, String.valueOf(refusal(worker, lease, byId.get(lease.sandbox())))))
                .toList();
        Set<SandboxId> kept = new HashSet<>();
        rightly.getOrDefault(true, List.of()).forEach(lease -> kept.add(lease.sandbox()));
        List<SeenSandbox> missing = rows.stream()
                .filter(row -> worker.equals(row.worker()) && hasRun(row) && !kept.contains(row.id()))
                .toList();
        return new Verdicts(rightly.getOrDefault(true, List.of()), refused, missing);
    }

    private static @Nullable String refusal(WorkerId worker, HeldLease lease, @Nullable SeenSandbox row) {
        if (row == null) {
            return UNKNOWN;
        }
        if (!row.isLeasedTo(worker, lease.epoch())) {
            return SUPERSEDED;
        }
        return row.seen().isFinal() ? ENDED : null;
    }

    /** One that is still starting is sent its Start again, and the worker's journal answers. */
    private static boolean hasRun(SeenSandbox row) {
        return row.seen() == SandboxState.RUNNING || row.seen() == SandboxState.STOPPING;
    }
}

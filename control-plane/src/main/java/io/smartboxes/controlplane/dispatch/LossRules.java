package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import java.time.Instant;
import java.util.Optional;

/** What it means that a worker, having reported all it has to report, does not hold a sandbox that is seen running there. */
final class LossRules {

    private LossRules() {}

    /** Its end. Empty when its end was reported meanwhile, or it never ran. */
    static Optional<Observation.Ended> lost(SeenSandbox present, Instant now) {
        return switch (present.seen()) {
            case RUNNING, STOPPING ->
                Optional.of(new Observation.Ended(
                        present,
                        now,
                        SandboxState.TERMINATED,
                        EndCause.WORKER_LOST,
                        EndCause.WORKER_LOST.sentence(),
                        null));
            case PENDING, STARTING, TERMINATED, FAILED -> Optional.empty();
        };
    }
}

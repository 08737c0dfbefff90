package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.id.WorkerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a report means for a sandbox's row. */
sealed interface Observation {

    /** The row changes; this is the sandbox before. */
    sealed interface Change extends Observation {
        SeenSandbox before();

        Instant at();
    }

    record Running(SeenSandbox before, Instant at, String runtimeId, Instant endAt, long endRevision)
            implements Change {}

    /** No worker has it again. */
    record Refused(SeenSandbox before, Instant at, WorkerId by, String message) implements Change {}

    record DeadlineTaken(SeenSandbox before, Instant at, Instant endAt, long endRevision) implements Change {}

    /** @param lived null when it never ran */
    record Ended(
            SeenSandbox before,
            Instant at,
            SandboxState end,
            EndCause cause,
            String message,
            @Nullable Duration lived) implements Change {

        public Ended {
            if (!end.isFinal()) {
                throw new IllegalArgumentException("a sandbox does not end as " + end);
            }
        }
    }

    /** The row stays as it is: said before, or too late. */
    record Ignored(LinkCounter why) implements Observation {}
}

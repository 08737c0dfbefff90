package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final WorkerId WORKER = new WorkerId(new UUID(7, 1));
    private static final WorkerId OTHER = new WorkerId(new UUID(7, 2));
    private static final SandboxId ID = new SandboxId(new UUID(1, 1));

    private static SeenSandbox row(WorkerId worker, long epoch, SandboxState seen) {
        return new SeenSandbox(
                new TenantId(new UUID(3, 3)), ID, worker, epoch, WantedState.RUNNING, null, seen, 1, Instant.EPOCH);
    }

    private static Verdicts judge(long heldEpoch, SeenSandbox... rows) {
        return Verdicts.of(WORKER, List.of(new HeldLease(ID, heldEpoch)), List.of(rows));
    }

    @Test
    void adoptsWhatIsLeasedAndLive() {
        for (var seen : List.of(SandboxState.STARTING, SandboxState.RUNNING, SandboxState.STOPPING)) {
            var verdicts = judge(2, row(WORKER, 2, seen));

            assertThat(verdicts.adopted()).containsExactly(new HeldLease(ID, 2));
            assertThat(verdicts.refused()).isEmpty();
            assertThat(verdicts.missing()).isEmpty();
        }
    }

    @Test
    void refusesTheUnknownTheEndedAndTheSuperseded() {
        assertThat(judge(2).refused()).extracting(Verdicts.Refusal::cause).containsExactly("lease:unknown");
        assertThat(judge(2, row(WORKER, 2, SandboxState.TERMINATED)).refused())
                .extracting(Verdicts.Refusal::cause)
                .containsExactly("lease:ended");
        assertThat(judge(2, row(WORKER, 2, SandboxState.FAILED)).refused()).hasSize(1);
        assertThat(judge(1, row(WORKER, 2, SandboxState.RUNNING)).refused())
                .extracting(Verdicts.Refusal::cause)
                .containsExactly("lease:superseded");
        assertThat(judge(2, row(OTHER, 2, SandboxState.RUNNING)).refused()).hasSize(1);
        assertThat(judge(2, row(null, 2, SandboxState.PENDING)).refused()).hasSize(1);
    }

    @Test
    void missesWhatRanThereUnderTheLeaseThatIsNotHeld() {
        assertThat(Verdicts.of(WORKER, List.of(), List.of(row(WORKER, 2, SandboxState.RUNNING)))
                        .missing())
                .hasSize(1);
        assertThat(judge(1, row(WORKER, 2, SandboxState.RUNNING)).missing()).hasSize(1);
        assertThat(Verdicts.of(WORKER, List.of(), List.of(row(WORKER, 2, SandboxState.STARTING)))
                        .missing())
                .isEmpty();
        assertThat(Verdicts.of(WORKER, List.of(), List.of(row(OTHER, 2, SandboxState.RUNNING)))
                        .missing())
                .isEmpty();
    }
}

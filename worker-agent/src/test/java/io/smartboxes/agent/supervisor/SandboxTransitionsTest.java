package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.step.AgentStep;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxTransitionsTest {

    /** Every pair of state and event, by hand: a change of the table has to be made here as well. */
    private static final String TABLE = """
            WAITING    BOX_TAKEN         -> ASSIGNING ASSIGN         CREATE_BOX_TAKEN
            WAITING    NO_BOX            -> ENDED     REPORT_END     CREATE_ABANDONED
            WAITING    ASSIGNED          -> -
            WAITING    ASSIGNMENT_FAILED -> -
            WAITING    END_ASKED         -> ENDED     REPORT_END     CREATE_ABANDONED
            WAITING    BOX_EXITED        -> -
            WAITING    DESTROYED         -> -
            ASSIGNING  BOX_TAKEN         -> -
            ASSIGNING  NO_BOX            -> -
            ASSIGNING  ASSIGNED          -> RUNNING   REPORT_STARTED CREATE_ASSIGNED
            ASSIGNING  ASSIGNMENT_FAILED -> STOPPING  DESTROY        CREATE_UNDONE
            ASSIGNING  END_ASKED         -> STOPPING  DESTROY        CREATE_UNDONE
            ASSIGNING  BOX_EXITED        -> STOPPING  DESTROY        CREATE_UNDONE
            ASSIGNING  DESTROYED         -> -
            RUNNING    BOX_TAKEN         -> -
            RUNNING    NO_BOX            -> -
            RUNNING    ASSIGNED          -> -
            RUNNING    ASSIGNMENT_FAILED -> -
            RUNNING    END_ASKED         -> STOPPING  DESTROY        KILL_DECIDED
            RUNNING    BOX_EXITED        -> STOPPING  DESTROY        KILL_DECIDED
            RUNNING    DESTROYED         -> -
            STOPPING   BOX_TAKEN         -> -
            STOPPING   NO_BOX            -> -
            STOPPING   ASSIGNED          -> -
            STOPPING   ASSIGNMENT_FAILED -> -
            STOPPING   END_ASKED         -> -
            STOPPING   BOX_EXITED        -> -
            STOPPING   DESTROYED         -> ENDED     REPORT_END     KILL_DESTROYED
            ENDED      BOX_TAKEN         -> -
            ENDED      NO_BOX            -> -
            ENDED      ASSIGNED          -> -
            ENDED      ASSIGNMENT_FAILED -> -
            ENDED      END_ASKED         -> -
            ENDED      BOX_EXITED        -> -
            ENDED      DESTROYED         -> -
            """;

    @Test
    void movesAsTheTableSaysForEveryStateAndEvent() {
        var table = new StringBuilder();
        for (SandboxState state : SandboxState.values()) {
            for (SandboxEvent.Kind event : SandboxEvent.Kind.values()) {
                String arrow = SandboxTransitions.of(state, event)
                        .map(to -> "%-9s %-14s %s".formatted(to.next(), to.action(), to.step()))
                        .orElse("-");
                table.append("%-10s %-17s -> %s\n".formatted(state, event, arrow));
            }
        }

        assertThat(table.toString()).isEqualTo(TABLE);
    }

    @Test
    void neverLeavesTheEndAndNeverComesBackFromStopping() {
        Map<SandboxState, Set<SandboxState>> allowed = Map.of(
                SandboxState.STOPPING, Set.of(SandboxState.ENDED),
                SandboxState.ENDED, Set.of());

        allowed.forEach((state, next) -> {
            for (SandboxEvent.Kind event : SandboxEvent.Kind.values()) {
                SandboxTransitions.of(state, event)
                        .ifPresent(arrow -> assertThat(next).contains(arrow.next()));
            }
        });
    }

    @Test
    void givesEveryKindOfArrowAStepAtWhichATestCanKillTheAgent() {
        var steps = new HashSet<AgentStep>();
        for (SandboxState state : SandboxState.values()) {
            for (SandboxEvent.Kind event : SandboxEvent.Kind.values()) {
                SandboxTransitions.of(state, event).ifPresent(arrow -> steps.add(arrow.step()));
            }
        }

        assertThat(steps)
                .containsExactlyInAnyOrder(
                        AgentStep.CREATE_BOX_TAKEN,
                        AgentStep.CREATE_ABANDONED,
                        AgentStep.CREATE_ASSIGNED,
                        AgentStep.CREATE_UNDONE,
                        AgentStep.KILL_DECIDED,
                        AgentStep.KILL_DESTROYED);
    }
}

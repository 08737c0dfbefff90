package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SandboxStateTest {

    /** Every pair of states: x where a report may move the one (row) to the other (column). */
    private static final String TABLE = """
            from \\ to    PENDING STARTING RUNNING STOPPING TERMINATED FAILED
            PENDING      .       x        .       .        x          x
            STARTING     x       .        x       x        x          x
            RUNNING      .       .        .       x        x          .
            STOPPING     .       .        .       .        x          .
            TERMINATED   .       .        .       .        .          .
            FAILED       .       .        .       .        .          .
            """;

    @Test
    void movesAsTheTableSays() {
        var table = Arrays.stream(SandboxState.values())
                .map(from -> from + " "
                        + Arrays.stream(SandboxState.values())
                                .map(to -> from.maySee(to) ? "x" : ".")
                                .collect(Collectors.joining(" ")))
                .toList();

        var expected =
                TABLE.lines().skip(1).map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(table).isEqualTo(expected);
    }

    @Test
    void leavesNoFinalState() {
        for (var state : SandboxState.values()) {
            boolean leads = Arrays.stream(SandboxState.values()).anyMatch(state::maySee);
            assertThat(state.isFinal()).as(state.name()).isEqualTo(!leads);
        }
    }

    @Test
    void givesEachCauseOfDeathOneCodeAndASentence() {
        assertThat(Arrays.stream(EndCause.values()).map(EndCause::code)).doesNotHaveDuplicates();
        assertThat(EndCause.values()).allSatisfy(cause -> {
            assertThat(cause.code()).matches("[a-z]+(:[a-z]+)?");
            assertThat(cause.sentence()).endsWith(".");
            assertThat(EndCause.of(cause.code())).contains(cause);
        });
    }
}

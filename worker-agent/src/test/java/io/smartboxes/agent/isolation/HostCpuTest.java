package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostCpuTest {

    @Test
    void countsWhatIsIdleAmongAllTicks() throws IOException {
        HostCpu cpu = HostCpu.parse("cpu  100 20 30 400 50 6 7 8 90 10");

        assertThat(cpu).isEqualTo(new HostCpu(450, 621));
    }

    @Test
    void tellsThePartThatWasIdleSince() {
        var before = new HostCpu(1000, 5000);

        assertThat(new HostCpu(1005, 5020).idleSince(before)).isEqualTo(0.25);
        assertThat(before.idleSince(before)).isEqualTo(1);
    }

    @Test
    void readsThisHost() throws IOException {
        assertThat(HostCpu.now().all()).isPositive();
    }

    @Test
    void refusesWhatIsNoSumOfCpus() {
        assertThatThrownBy(() -> HostCpu.parse("intr 1 2 3"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("intr");
    }
}

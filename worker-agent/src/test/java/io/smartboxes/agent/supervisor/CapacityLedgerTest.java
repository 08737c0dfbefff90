package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.host.HostResources;
import io.smartboxes.agent.testing.Templates;
import org.junit.jupiter.api.Test;

class CapacityLedgerTest {

    @Test
    void namesTheLimitThatASandboxWouldBreak() {
        assertThat(refusalBy(new CapacityLimits(0, 9_000, 9_000, 9_000))).contains("capacity.sandboxes");
        assertThat(refusalBy(new CapacityLimits(9, 1_999, 9_000, 9_000))).contains("2000 of 1999 milli-vCPUs");
        assertThat(refusalBy(new CapacityLimits(9, 9_000, 511, 9_000))).contains("512 of 511 MiB of memory");
        assertThat(refusalBy(new CapacityLimits(9, 9_000, 9_000, 5_119))).contains("5120 of 5119 MiB of disk");
        assertThat(new CapacityLedger(new CapacityLimits(1, 2_000, 512, 5_120)).reserve(Templates.base()))
                .isEmpty();
    }

    private static String refusalBy(CapacityLimits limits) {
        return new CapacityLedger(limits).reserve(Templates.base()).orElseThrow();
    }

    @Test
    void givesBackWhatEnded() {
        var ledger = new CapacityLedger(new CapacityLimits(1, 2_000, 512, 5_120));
        assertThat(ledger.reserve(Templates.base())).isEmpty();
        assertThat(ledger.reserve(Templates.base())).isPresent();

        ledger.release(Templates.base());

        assertThat(ledger.reserve(Templates.base())).isEmpty();
    }

    @Test
    void takesBackSandboxesThatNoLongerFit() {
        var ledger = new CapacityLedger(new CapacityLimits(0, 0, 0, 0));

        ledger.reserveAdopted(Templates.base());

        assertThat(ledger.used().sandboxes()).isEqualTo(1);
        assertThat(ledger.memoryMibFree()).isEqualTo(-512);
    }

    @Test
    void promisesAMultipleOfTheHost() {
        CapacityLimits limits = CapacityLimits.of(new HostResources(2, 1_000, 10_000), 5, 3, 1.5, 2);

        assertThat(limits).isEqualTo(new CapacityLimits(5, 6_000, 1_500, 20_000));
    }
}

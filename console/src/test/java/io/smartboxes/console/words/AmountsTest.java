package io.smartboxes.console.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.UsageSum;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void spellsTimeInSecondsThenInHours() {
        assertThat(Amounts.vcpu(0)).isEqualTo("0 vCPU-s");
        assertThat(Amounts.vcpu(1_234)).isEqualTo("1.234 vCPU-s");
        assertThat(Amounts.vcpu(5_400_000)).isEqualTo("1.5 vCPU-h");
        assertThat(Amounts.gib(512 * 60_000L)).isEqualTo("30 GiB-s");
        assertThat(Amounts.cpu(Long.MAX_VALUE)).endsWith(" CPU-h");
    }

    @Test
    void showsSmallMoneyAsFineAsItIsTold() {
        assertThat(Amounts.dollars("0.000000")).isEqualTo("$0.00");
        assertThat(Amounts.dollars("0.000099")).isEqualTo("$0.000099");
        assertThat(Amounts.dollars("0.010000")).isEqualTo("$0.0100");
        assertThat(Amounts.dollars("1234.567850")).isEqualTo("$1,234.5679");
    }

    @Test
    void findsNothingWhereNothingIs() {
        var sum = new UsageSum("0.1", List.of(new UsageSum.Line("vcpu", "vCPU-ms", 7, "0.1")));

        assertThat(Amounts.quantity(sum, "vcpu")).isEqualTo(7);
        assertThat(Amounts.quantity(sum, "disk")).isZero();
        assertThat(Amounts.quantity(null, "vcpu")).isZero();
    }
}

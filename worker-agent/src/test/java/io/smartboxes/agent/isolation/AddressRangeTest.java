package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.0/16, true",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "0.0.0.0/0, 203.0.113.7/32, true",
        "192.168.0.0/24, 192.168.1.0/24, false",
        "200.0.0.0/6, 203.0.113.0/24, true"
    })
    void knowsWhatOverlaps(String one, String other, boolean overlap) {
        assertThat(AddressRange.parse(one).overlaps(AddressRange.parse(other))).isEqualTo(overlap);
        assertThat(AddressRange.parse(other).overlaps(AddressRange.parse(one))).isEqualTo(overlap);
    }

    @Test
    void dividesIntoBlocks() {
        AddressRange range = AddressRange.parse("10.64.0.0/10");

        assertThat(range.blockCount(20)).isEqualTo(1024);
        assertThat(range.block(0, 20)).hasToString("10.64.0.0/20");
        assertThat(range.block(1023, 20)).hasToString("10.127.240.0/20");
        assertThat(range.block(1023, 20).address(4095)).isEqualTo("10.127.255.255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0/8", "256.0.0.0/8", "10.0.0.0/33", "fd00::/8", "10.0.0.0/8 "})
    void refusesWhatIsNotARange(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

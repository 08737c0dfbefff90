package io.smartboxes.controlplane.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.129, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::/0, ::1, true",
        "::/0, 127.0.0.1, false",
        // The same address in the other family's clothes.
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
    })
    void holdsWhatSharesItsPrefix(String block, String address, boolean holds) {
        assertThat(AddressBlock.parse(block).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/0008",
                "example.com",
                "10.0.0",
                "10",
                "010.0.0.1",
                "10.0.0.1/32/",
                "fe80::1%eth0",
                "2001:db8::/129"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void namesTheBlockThatWasMeant() {
        assertThatThrownBy(() -> AddressBlock.parse("10.1.2.3/8")).hasMessageContaining("10.0.0.0/8");
    }

    @Test
    void knowsWhatIsInside() {
        var outer = AddressBlock.parse("10.0.0.0/8");

        assertThat(outer.contains(AddressBlock.parse("10.9.0.0/16"))).isTrue();
        assertThat(outer.contains(AddressBlock.parse("0.0.0.0/0"))).isFalse();
        assertThat(outer.contains(AddressBlock.parse("11.0.0.0/16"))).isFalse();
    }
}

package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLabelTest {

    private static final int INTERFACE_NAME_MAX = 15;

    private final HostLabel label = new HostLabel("abc123", "w1");

    @Test
    void fitsInterfaceNamesIntoWhatTheKernelAllows() {
        assertThat(new HostLabel("abc123", "a-very-long-worker-name1").hostInterface(NetworkSlot.COUNT_MAX - 1))
                .hasSizeLessThanOrEqualTo(INTERFACE_NAME_MAX);
    }

    @Test
    void findsItsOwnSlotsAgain() {
        assertThat(label.slotOfHostInterface(label.hostInterface(17))).isEqualTo(OptionalInt.of(17));
        assertThat(label.slotOfNetworkNamespace(label.networkNamespace(1023))).isEqualTo(OptionalInt.of(1023));
    }

    /** The names of worker w1 are prefixes of those of w10 unless something stands between. */
    @ParameterizedTest
    @ValueSource(strings = {"w10", "w2", "w1-1", "w"})
    void takesNoOtherWorkersObjectsForItsOwn(String worker) {
        HostLabel other = new HostLabel("abc123", worker);

        assertThat(label.slotOfHostInterface(other.hostInterface(1))).isEmpty();
        assertThat(label.slotOfNetworkNamespace(other.networkNamespace(1))).isEmpty();
        assertThat(label.nftTable()).isNotEqualTo(other.nftTable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "W1", "w 1", "-w", "w-", "w1;reboot", "../w1", "a-name-that-is-far-too-long"})
    void refusesNamesThatTheHostsToolsWouldMisread(String worker) {
        assertThatThrownBy(() -> new HostLabel("abc123", worker)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc12", "abc1234", "ABC123", "abc 12", "abc/12"})
    void refusesInstallationsThatAreNotSixLettersOrDigits(String installation) {
        assertThatThrownBy(() -> new HostLabel(installation, "w1")).isInstanceOf(IllegalArgumentException.class);
    }
}

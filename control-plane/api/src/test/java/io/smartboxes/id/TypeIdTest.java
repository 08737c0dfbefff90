package io.smartboxes.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTest {

    /** From the specification's valid.yml. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
        "00000000000000000000000001, 00000000-0000-0000-0000-000000000001",
        "0000000000000000000000000g, 00000000-0000-0000-0000-000000000010",
        "0000000000000000000000000z, 00000000-0000-0000-0000-00000000001f",
        "00000000000000000000000010, 00000000-0000-0000-0000-000000000020",
        "7zzzzzzzzzzzzzzzzzzzzzzzzz, ffffffff-ffff-ffff-ffff-ffffffffffff",
        "01h455vb4pex5vsknk084sn02q, 01890a5d-ac96-774b-bcce-b302099a8057",
    })
    void followsTheSpecification(String suffix, UUID id) {
        assertThat(TypeId.encode("prefix_", id)).isEqualTo("prefix_" + suffix);
        assertThat(TypeId.decode("prefix_", "prefix_" + suffix)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sbx",
                "tnt_01h455vb4pex5vsknk084sn02q",
                "sbx01h455vb4pex5vsknk084sn02",
                "sbx01h455vb4pex5vsknk084sn02qq",
                "sbx01H455VB4PEX5VSKNK084SN02Q",
                "sbx01h455vb4pex5vsknk084sn02u",
                "sbx8zzzzzzzzzzzzzzzzzzzzzzzzz",
            })
    void refusesWhatIsNotAnId(String text) {
        assertThatThrownBy(() -> SandboxId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sortsByTimeAndSaysVersionSeven() {
        var earlier = SandboxId.next(InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L)));
        var later = SandboxId.next(InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_001L)));

        assertThat(earlier.toString()).isLessThan(later.toString()).hasSize(29).matches("sbx[0-9a-z]{26}");
        assertThat(earlier.value().version()).isEqualTo(7);
        assertThat(earlier.value().variant()).isEqualTo(2);
    }
}

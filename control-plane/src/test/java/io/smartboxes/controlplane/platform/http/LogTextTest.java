package io.smartboxes.controlplane.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LogTextTest {

    private static final String KEY = "e2b_00000000000000000000000000000000190a55ad";

    @Test
    void keepsKeysOut() {
        assertThat(LogText.safe("/v2/" + KEY + "/x")).isEqualTo("/v2/e2b_.../x");
        assertThat(LogText.safe("/" + KEY.toUpperCase(Locale.ROOT))).doesNotContain("190A");
        assertThat(LogText.safe("/" + KEY.substring(0, 30))).isEqualTo("/e2b_...");
        assertThat(LogText.safe("x".repeat(190) + KEY)).doesNotContain("000");
    }

    @Test
    void keepsALineALine() {
        assertThat(LogText.safe("a\r\nb\tc")).isEqualTo("a??b?c");
        assertThat(LogText.safe("x".repeat(300))).hasSize(203);
    }
}

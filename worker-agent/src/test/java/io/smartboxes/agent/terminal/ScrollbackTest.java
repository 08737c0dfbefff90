package io.smartboxes.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScrollbackTest {

    private final Scrollback scrollback = new Scrollback();

    @Test
    void keepsEverythingWhileItFits() {
        append("one\n");
        append("two");

        assertThat(text(0, 100)).isEqualTo("one\ntwo");
        assertThat(text(2, 3)).isEqualTo("e\nt");
        assertThat(scrollback.beginning()).isZero();
        assertThat(scrollback.isCut()).isFalse();
        assertThat(scrollback.read(7, 10)).isNull();
    }

    @Test
    void keepsTheLastAndSaysWhatWasMissed() {
        var all = new StringBuilder();
        var random = new Random(7);
        for (int line = 0; all.length() < 3 * Scrollback.BYTES_MAX; line++) {
            String next = line + "x".repeat(random.nextInt(3000)) + "\n";
            all.append(next);
            append(next);
            assertThat(text(all.length() - next.length(), next.length())).isEqualTo(next);
        }

        var oldest = scrollback.read(0, 10);

        assertThat(oldest.missed()).isEqualTo(all.length() - Scrollback.BYTES_MAX);
        assertThat(text(0, Scrollback.BYTES_MAX)).isEqualTo(all.substring(all.length() - Scrollback.BYTES_MAX));
        int beginning = (int) scrollback.beginning();
        assertThat(all.charAt(beginning - 1)).isEqualTo('\n');
        assertThat(beginning - oldest.missed()).isBetween(1L, 8L * 1024);
        assertThat(scrollback.isCut()).isTrue();
    }

    @Test
    void takesMoreAtOnceThanItKeeps() {
        append("first\n");
        append("y".repeat(Scrollback.BYTES_MAX) + "last");

        assertThat(scrollback.end()).isEqualTo(6 + Scrollback.BYTES_MAX + 4);
        assertThat(text(0, Scrollback.BYTES_MAX)).endsWith("ylast").hasSize(Scrollback.BYTES_MAX);
    }

    private void append(String text) {
        scrollback.append(text.getBytes(StandardCharsets.UTF_8));
    }

    private String text(long position, int max) {
        return new String(scrollback.read(position, max).bytes(), StandardCharsets.UTF_8);
    }
}

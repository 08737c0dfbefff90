package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTextTest {

    @Test
    void readsOnePairALine() {
        assertThat(MetadataText.parse(" a = b=c \n\n d=\n"))
                .isEqualTo(new MetadataText.Pairs(Map.of("a", "b=c", "d", "")));
        assertThat(MetadataText.parse("")).isEqualTo(new MetadataText.Pairs(Map.of()));
    }

    @Test
    void saysWhichLineIsWrong() {
        assertThat(MetadataText.parse("a=b\nnothing"))
                .isInstanceOfSatisfying(
                        MetadataText.Wrong.class,
                        wrong -> assertThat(wrong.why()).contains("nothing"));
        assertThat(MetadataText.parse("a=b\na=c")).isInstanceOf(MetadataText.Wrong.class);
        assertThat(MetadataText.parse("=c")).isInstanceOf(MetadataText.Wrong.class);
    }
}

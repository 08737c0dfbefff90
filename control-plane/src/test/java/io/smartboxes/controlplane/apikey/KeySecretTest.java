package io.smartboxes.controlplane.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySecretTest {

    @Test
    void catchesEverySingleTypingError() {
        String key = KeySecret.random().text();

        for (int position = 4; position < key.length(); position++) {
            char other = key.charAt(position) == '7' ? '8' : '7';
            String mistyped = key.substring(0, position) + other + key.substring(position + 1);
            assertThat(KeySecret.isWellFormed(mistyped)).as(mistyped).isFalse();
        }
        assertThat(KeySecret.isWellFormed(key)).isTrue();
    }

    @Test
    void neverRepeatsAndNeverShowsItself() {
        var key = KeySecret.random();

        assertThat(key).isNotEqualTo(KeySecret.random());
        assertThat(key.toString()).doesNotContain(key.text());
        assertThat(key.hash()).hasSize(32);
    }
}

package io.smartboxes.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FilePathTest {

    @Test
    void isReadAsAShellReadsIt() {
        assertThat(path("/a//b/./c/../d/")).hasToString("/a/b/d");
        assertThat(path("a")).hasToString("/a");
        assertThat(path("/../../etc")).hasToString("/etc");
        assertThat(path("")).hasToString("/");
        assertThat(path("/ a\nb ")).hasToString("/ a\nb ");
    }

    @Test
    void isNoneWhereNothingCanBe() {
        assertThat(FilePath.of("/a\0b")).isEmpty();
        assertThat(FilePath.of("/" + "ä".repeat(128))).isEmpty();
        assertThat(FilePath.of("/" + "ä".repeat(127))).isPresent();
        assertThat(FilePath.of("/a".repeat(2_048))).isEmpty();
    }

    @Test
    void knowsItsWay() {
        assertThat(path("/a/b").parent()).hasToString("/a");
        assertThat(path("/a").parent()).hasToString("/");
        assertThat(path("/").parent()).hasToString("/");
        assertThat(path("/a/b").name()).isEqualTo("b");
        assertThat(path("/").name()).isEmpty();
        assertThat(path("/a/b").way()).extracting(FilePath::text).containsExactly("/", "/a", "/a/b");
        assertThat(path("/").child("a")).hasToString("/a");
    }

    @Test
    void leadsNoNameElsewhere() {
        for (String name : new String[] {"", ".", "..", "a/b", "/", "a\0", "x".repeat(256)}) {
            assertThat(FilePath.isName(name)).as(name).isFalse();
            assertThatThrownBy(() -> path("/a").child(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(FilePath.isName("x".repeat(255))).isTrue();
        assertThat(FilePath.isName("<b>\n\"&'\\")).isTrue();
    }

    private static FilePath path(String text) {
        return FilePath.of(text).orElseThrow();
    }
}

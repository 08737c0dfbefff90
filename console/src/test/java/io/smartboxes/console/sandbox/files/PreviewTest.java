package io.smartboxes.console.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreviewTest {

    @Test
    void showsTextAndNoMoreThanItsPart() {
        assertThat(Preview.of(utf8("<script>alert(1)</script>\u00e9")))
                .isEqualTo(new Preview.Text("<script>alert(1)</script>\u00e9", false));
        byte[] whole = utf8("x".repeat(Preview.TEXT_BYTES_MAX));
        assertThat(Preview.of(whole)).isEqualTo(new Preview.Text("x".repeat(Preview.TEXT_BYTES_MAX), false));
        byte[] more = Arrays.copyOf(whole, Preview.BYTES_WANTED);
        more[Preview.TEXT_BYTES_MAX] = 'y';
        assertThat(Preview.of(more)).isEqualTo(new Preview.Text("x".repeat(Preview.TEXT_BYTES_MAX), true));
    }

    @Test
    void takesACharacterThatWasCutForNoMistake() {
        byte[] cut = Arrays.copyOf(utf8("x".repeat(Preview.TEXT_BYTES_MAX - 1) + "\u00e9"), Preview.BYTES_WANTED);

        assertThat(Preview.of(cut)).isEqualTo(new Preview.Text("x".repeat(Preview.TEXT_BYTES_MAX - 1), true));
    }

    @Test
    void showsPicturesByTheirBytes() {
        assertThat(Preview.of(latin("\u0089PNG\r\n\u001a\nIHDR"))).isEqualTo(new Preview.Image(ImageKind.PNG));
        assertThat(Preview.of(latin("\u00ff\u00d8\u00ff\u00e0JFIF"))).isEqualTo(new Preview.Image(ImageKind.JPEG));
        assertThat(Preview.of(latin("GIF89a.."))).isEqualTo(new Preview.Image(ImageKind.GIF));
        assertThat(Preview.of(latin("RIFF....WEBPVP8 "))).isEqualTo(new Preview.Image(ImageKind.WEBP));
        assertThat(ImageKind.of(latin("RIFF....WAVE"))).isEmpty();
    }

    @Test
    void showsNothingElse() {
        assertThat(Preview.of(new byte[0])).isEqualTo(new Preview.Empty());
        assertThat(Preview.of(new byte[] {1, 0, 2})).isEqualTo(new Preview.Bytes());
        assertThat(Preview.of(latin("\u00e9 in another encoding"))).isEqualTo(new Preview.Bytes());
        // A picture that is a program: as text it does nothing.
        assertThat(Preview.of(utf8("<svg onload='x'/>"))).isEqualTo(new Preview.Text("<svg onload='x'/>", false));
    }

    @Test
    void saysHowBig() {
        assertThat(FileSizes.words(1)).isEqualTo("1 byte");
        assertThat(FileSizes.words(1023)).isEqualTo("1023 bytes");
        assertThat(FileSizes.words(1536)).isEqualTo("1.5 KiB");
        assertThat(FileSizes.words(20L << 30)).isEqualTo("20 GiB");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

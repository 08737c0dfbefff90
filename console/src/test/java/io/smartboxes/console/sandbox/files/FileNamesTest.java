package io.smartboxes.console.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void showsWhatCannotBeSeen() {
        assertThat(FileNames.shown("a\nb\u0000\u007f")).isEqualTo("a\u240ab\u2400\u2421");
        assertThat(FileNames.shown("evil\u202egpj.exe\u2066\u200b\u2028"))
                .isEqualTo("evil\ufffdgpj.exe\ufffd\ufffd\ufffd");
        assertThat(FileNames.shown("<b>\u00e9\ud83d\ude00&\"")).isEqualTo("<b>\u00e9\ud83d\ude00&\"");
    }

    @Test
    void spellsNamesForBrowsersOldAndNew() {
        assertThat(FileNames.attachment("report 1.pdf"))
                .isEqualTo("attachment; filename=\"report 1.pdf\"; filename*=UTF-8''report%201.pdf");
        assertThat(FileNames.attachment("\u00e9\ud83d\ude00"))
                .isEqualTo("attachment; filename=\"__\"; filename*=UTF-8''%C3%A9%F0%9F%98%80");
        assertThat(FileNames.inline("a")).startsWith("inline; ");
    }

    /** A name must not end the header, or its own quotes. */
    @Test
    void letsNoNameSayAnythingElse() {
        String header =
                FileNames.attachment("a\"; filename=\"b.html\r\nSet-Cookie: x=y\\'%00;\ud800" + "x".repeat(255));

        assertThat(header)
                .matches(
                        "attachment; filename=\"[A-Za-z0-9 ._()+,=@-]*\"; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*");
        assertThat(header).doesNotContain("\r", "\n");
    }
}

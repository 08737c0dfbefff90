package io.smartboxes.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That nothing was found means something only if something would have been. */
@Order(5)
class LookTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private Page page;
    private Look look;

    @BeforeEach
    void open() {
        page = BROWSING.visitor("inspector").page;
        look = BROWSING.look();
    }

    @Test
    void findsNothingOnAPageThatHasNothing() {
        show("", "<p>All is well.</p>");
        look.at(page, "planted-nothing");
        assertThat(look.findings()).isEmpty();
    }

    @Test
    void findsABarrier() {
        show("", "<p>All is well.</p><button></button>");
        look.at(page, "planted-button");
        assertThat(look.findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding).contains("planted-button-1440-light", "button-name", "critical"));
    }

    @Test
    void failsOnceForWhatItFound() {
        show("", "<p>All is well.</p><button></button>");
        look.at(page, "planted-button");
        assertThatThrownBy(look::requireNothing).hasMessageContaining("button-name");
        look.requireNothing();
    }

    @Test
    void findsColoursThatAreTooAlikeInOneThemeAlone() {
        show("@media (prefers-color-scheme: dark) { p { color: #555; background: #444 } }", "<p>All is well.</p>");
        look.at(page, "planted-colour");
        assertThat(look.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding)
                        .startsWith("planted-colour-1440-dark")
                        .contains("color-contrast", "serious"));
    }

    @Test
    void findsWhatScrollsSidewaysOnAPhone() {
        show("", "<p style='width: 500px'>All is well.</p>");
        look.at(page, "planted-wide");
        assertThat(look.findings())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding).contains("-375-", "scrolls sideways"));
    }

    @Test
    void findsATabThatOneCannotSee() {
        show(
                "sb-linkbar { display: flex; overflow: auto } a { flex: none; width: 400px; color: CanvasText; background: Canvas }",
                "<sb-linkbar><a href='#'>One</a><a href='#' aria-current='page'>Another</a></sb-linkbar>");
        look.at(page, "planted-tab");
        assertThat(look.findings())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding).contains("-375-", "out of sight"));
    }

    private void show(String style, String body) {
        String html = "<!doctype html><html lang='en'><head><meta name='viewport' content='width=device-width'>"
                + "<title>Planted</title><style>:root { color-scheme: light dark } " + style
                + "</style></head><body><main><h1>Planted</h1>" + body + "</main></body></html>";
        page.navigate(
                "data:text/html;base64," + Base64.getEncoder().encodeToString(html.getBytes(StandardCharsets.UTF_8)));
    }
}

package io.smartboxes.console.browser;

import com.microsoft.playwright.Page;
import java.util.Optional;

/** The terminal of a sandbox, on the page that shows it. */
record TerminalScreen(Page page) {

    void connected() {
        page.locator("sb-terminal[data-state=open]").waitFor();
    }

    void type(String line) {
        page.locator("sb-terminal textarea").focus();
        page.keyboard().type(line);
        page.keyboard().press("Enter");
    }

    /** Waits for a line that is this and nothing else. */
    void shows(String line) {
        Eventually.get(
                "The line " + line + " in the terminal",
                () -> Optional.of(lines())
                        .filter(all -> all.lines().anyMatch(each -> each.strip().equals(line))));
    }

    private String lines() {
        return String.join("\n", page.locator("sb-terminal .xterm-rows > div").allInnerTexts())
                .replace('\u00a0', ' ');
    }
}

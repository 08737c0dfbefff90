package io.smartboxes.console.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/** Types into a terminal and measures, in the page itself, from the press of a key until its letter stands on the screen. */
record TerminalEcho(Page page) {

    private static final int LINE = 40;
    private static final String PAIR = "qz";

    /** In capture: before the terminal hears of the key. */
    private static final String LISTEN = """
            () => {
              const rows = document.querySelector('.xterm-rows');
              const count = (key) => rows.textContent.split(key).length - 1;
              let pressed;
              window.echoMillis = [];
              addEventListener('keydown', (event) => {
                if (event.key.length === 1 && !event.ctrlKey) {
                  pressed = { key: event.key, before: count(event.key), at: performance.now() };
                }
              }, true);
              new MutationObserver(() => {
                if (pressed && count(pressed.key) > pressed.before) {
                  window.echoMillis.push(performance.now() - pressed.at);
                  pressed = undefined;
                }
              }).observe(rows, { childList: true, subtree: true, characterData: true });
            }
            """;

    private static final String HEARD = "count => window.echoMillis.length >= count";
    private static final String WIPED = "typed => !document.querySelector('.xterm-rows').textContent.includes(typed)";

    /** At a shell's prompt, which is left as it was found. */
    Timings type(int keys) {
        page.evaluate(LISTEN);
        for (int key = 0; key < keys; key++) {
            page.keyboard().press(PAIR.substring(key % PAIR.length(), key % PAIR.length() + 1));
            page.waitForFunction(HEARD, key + 1);
            if ((key + 1) % LINE == 0) {
                page.keyboard().press("Control+u");
                page.waitForFunction(WIPED, PAIR);
            }
        }
        var timings = new Timings();
        for (Object millis : (List<?>) page.evaluate("() => window.echoMillis")) {
            timings.add(((Number) millis).doubleValue());
        }
        return timings;
    }
}

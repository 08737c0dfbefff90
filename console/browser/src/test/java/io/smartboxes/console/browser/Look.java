package io.smartboxes.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at a screen as it stands: pictures in two widths and both themes, what keeps people out, what is cut off. As an extension it
 * fails each test that found something.
 */
final class Look implements AfterEachCallback {

    private static final int WIDE = 1440;
    private static final int NARROW = 375;
    private static final int HEIGHT = 900;
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    /**
     * The server has nothing more to say to this page, nothing moves on it but what moves for ever, and the frame has found room
     * for its bar, under which the page would lie otherwise.
     */
    private static final String AT_REST = """
            () => Object.values(window.Vaadin?.Flow?.clients ?? {}).every(each => !each.isActive || !each.isActive())
              && document.getAnimations().every(each => each.playState !== 'running'
                  || each.effect.getComputedTiming().endTime === Infinity)
              && [...document.querySelectorAll('vaadin-app-layout')]
                .every(each => each.style.getPropertyValue('--_vaadin-app-layout-navbar-offset-size'))
            """;

    /** One theme fades into the other element by element, which takes seconds where a processor draws each step. */
    private static final String WITHOUT_FADING = """
            () => {
              if (!window.withoutFading) {
                window.withoutFading = new CSSStyleSheet();
                window.withoutFading.replaceSync('*, *::before, *::after { transition: none !important }');
              }
              const style = window.withoutFading;
              const visit = root => {
                if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
                root.querySelectorAll('*').forEach(each => each.shadowRoot && visit(each.shadowRoot));
              };
              visit(document);
            }
            """;

    private static final String BARRIERS = """
            async rules => JSON.stringify((await axe.run(document, {
              resultTypes: ['violations'], ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}),
            })).violations.map(each => ({
              id: each.id, impact: each.impact, help: each.help,
              nodes: each.nodes.slice(0, 4).map(node => JSON.stringify(node.target) + ' ' + node.html.slice(0, 160)
                  + ' ' + (node.any[0]?.message ?? '')) })))
            """;

    /** What another theme can do to a page whose elements are the same. */
    private static final List<String> OF_COLOURS = List.of("color-contrast", "link-in-text-block");

    /**
     * How wide the page is; by how many pixels the worst of its grids is cut, for a grid keeps what has no room inside
     * itself; how often where one is, out of what there is side by side, cannot be seen.
     */
    private static final String CUT_OFF = """
            () => [
              document.documentElement.scrollWidth,
              Math.max(0, ...[...document.querySelectorAll('vaadin-grid')].filter(each => each.checkVisibility())
                .map(each => each.shadowRoot.querySelector('#table')).map(table => table.scrollWidth - table.clientWidth)),
              [...document.querySelectorAll('sb-linkbar [aria-current]')].filter(each => {
                const its = each.getBoundingClientRect(), room = each.parentElement.getBoundingClientRect();
                return its.left < room.left - 1 || its.right > room.right + 1;
              }).length,
            ]
            """;

    private final Supplier<Path> folder;
    private final List<String> findings = new ArrayList<>();

    /** @param folder where pictures go, asked for when the first is made */
    Look(Supplier<Path> folder) {
        this.folder = folder;
    }

    /** Waits until the page is at rest. */
    static void rest(Page page) {
        page.waitForFunction(AT_REST);
    }

    /** In the order in which least changes from one to the next, and which ends as it began. */
    void at(Page page, String name) {
        see(page, name, NARROW, ColorScheme.LIGHT);
        see(page, name, NARROW, ColorScheme.DARK);
        barriers(page, see(page, name, WIDE, ColorScheme.DARK), OF_COLOURS);
        barriers(page, see(page, name, WIDE, ColorScheme.LIGHT), List.of());
    }

    /** For a screen that is looked at in other states, too: both widths and themes once, and what is cut off. */
    void glance(Page page, String name) {
        see(page, name, NARROW, ColorScheme.DARK);
        see(page, name, WIDE, ColorScheme.LIGHT);
    }

    /** While a screen is on its way, and so never at rest: pictures alone. */
    void meanwhile(Page page, String name) {
        for (int width : List.of(NARROW, WIDE)) {
            page.setViewportSize(width, HEIGHT);
            shoot(page, "%s-%d-light".formatted(name, width));
        }
    }

    /** Its element is a frame without a size of its own, which counts as hidden. */
    void atDialog(Page page, String name) {
        page.locator("vaadin-dialog[opened], vaadin-confirm-dialog[opened]")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        at(page, name);
    }

    private String see(Page page, String name, int width, ColorScheme theme) {
        page.evaluate(WITHOUT_FADING);
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        rest(page);
        String what = "%s-%d-%s".formatted(name, width, theme.name().toLowerCase(Locale.ROOT));
        shoot(page, what);
        cutOff(page, what, width);
        return what;
    }

    /** To hide the caret costs another style sheet in each element's own tree. */
    private void shoot(Page page, String what) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.get().resolve(what + ".png"))
                .setCaret(ScreenshotCaret.INITIAL));
    }

    /** @param rules none for all of them */
    private void barriers(Page page, String what, List<String> rules) {
        var found = JsonParser.parseString((String) page.evaluate(BARRIERS, rules));
        for (var each : found.getAsJsonArray()) {
            JsonObject barrier = each.getAsJsonObject();
            if (GRAVE.contains(barrier.get("impact").getAsString())) {
                findings.add(what + ": " + new Gson().toJson(barrier));
            }
        }
    }

    private void cutOff(Page page, String what, int width) {
        var found = (List<?>) page.evaluate(CUT_OFF);
        int taken = (int) found.get(0);
        if (taken > width) {
            findings.add("%s: scrolls sideways, %d px of %d".formatted(what, taken, width));
        }
        if ((int) found.get(1) > 0) {
            findings.add("%s: a table's last %d px are cut off".formatted(what, (int) found.get(1)));
        }
        if ((int) found.get(2) > 0) {
            findings.add(what + ": which tab is shown is out of sight");
        }
    }

    List<String> findings() {
        return findings;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requireNothing();
    }

    /** Fails if anything was found, and forgets it. */
    void requireNothing() {
        var found = List.copyOf(findings);
        findings.clear();
        assertThat(found).isEmpty();
    }
}

package io.smartboxes.console.browser;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at a screen as it stands: pictures in two widths and both themes, what keeps people out, what is cut off. */
final class Look {

    private static final int WIDE = 1440;
    private static final int NARROW = 375;
    private static final int HEIGHT = 900;
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    /** The server has nothing more to say to this page, and nothing moves on it but what moves for ever. */
    private static final String AT_REST = """
            () => Object.values(window.Vaadin?.Flow?.clients ?? {}).every(each => !each.isActive || !each.isActive())
              && document.getAnimations().every(each => each.playState !== 'running'
                  || each.effect.getComputedTiming().endTime === Infinity)
            """;

    private static final String BARRIERS = """
            async () => JSON.stringify((await axe.run(document, { resultTypes: ['violations'] })).violations.map(each => ({
              id: each.id, impact: each.impact, help: each.help,
              nodes: each.nodes.slice(0, 4).map(node => JSON.stringify(node.target) + ' ' + node.html.slice(0, 160)
                  + ' ' + (node.any[0]?.message ?? '')) })))
            """;

    /** A grid keeps what has no room inside itself, so the page does not grow: by how many pixels the worst of them is cut. */
    private static final String CUT_GRIDS = """
            () => Math.max(0, ...[...document.querySelectorAll('vaadin-grid')].filter(each => each.offsetParent)
              .map(each => each.shadowRoot.querySelector('#table')).map(table => table.scrollWidth - table.clientWidth))
            """;

    private final Path folder;
    private final List<String> findings = new ArrayList<>();

    Look(Path folder) {
        this.folder = folder;
    }

    /** Waits until the page is at rest. */
    static void rest(Page page) {
        page.waitForFunction(AT_REST);
    }

    void at(Page page, String name) {
        for (int width : List.of(WIDE, NARROW)) {
            page.setViewportSize(width, HEIGHT);
            for (var theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                rest(page);
                String what = "%s-%d-%s".formatted(name, width, theme.name().toLowerCase(Locale.ROOT));
                page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(what + ".png")));
                if (width == WIDE) {
                    barriers(page, what);
                }
                overflow(page, what, width);
            }
        }
        page.setViewportSize(WIDE, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        rest(page);
    }

    private void barriers(Page page, String what) {
        for (var each : JsonParser.parseString((String) page.evaluate(BARRIERS)).getAsJsonArray()) {
            JsonObject barrier = each.getAsJsonObject();
            if (GRAVE.contains(barrier.get("impact").getAsString())) {
                findings.add(what + ": " + new Gson().toJson(barrier));
            }
        }
    }

    private void overflow(Page page, String what, int width) {
        int taken = (int) page.evaluate("() => document.documentElement.scrollWidth");
        if (taken > width) {
            findings.add("%s: scrolls sideways, %d px of %d".formatted(what, taken, width));
        }
        int cut = (int) page.evaluate(CUT_GRIDS);
        if (cut > 0) {
            findings.add("%s: a table's last %d px are cut off".formatted(what, cut));
        }
    }

    List<String> findings() {
        return findings;
    }
}

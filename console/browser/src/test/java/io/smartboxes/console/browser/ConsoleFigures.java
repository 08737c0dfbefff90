package io.smartboxes.console.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.smartboxes.console.browser.FigureTable.Aim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The console's figures, for the benchmark, which runs this by its name. Nothing here is a test: figures are printed beside
 * their aims, and one that could not be measured says why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleFigures {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private static final boolean QUICK = System.getenv("SMARTBOXES_BENCH_QUICK") != null;
    private static final int ROWS = 5;
    private static final int VIEWS = QUICK ? 10 : 30;
    private static final int CHANGES = QUICK ? 10 : 30;
    private static final int PROMPTS = 5;
    private static final int KEYS = QUICK ? 120 : 400;
    private static final int TABS = 50;
    private static final int OPENINGS = QUICK ? 100 : 500;

    private static final double VIEW_MILLIS_MAX = 2_000;
    private static final double CHANGE_MILLIS_MAX = 1_000;
    private static final double PROMPT_MILLIS_MAX = 1_000;
    private static final double ECHO_MILLIS_MAX = 50;
    private static final double TAB_MIB_MAX = 1;
    private static final double MIB = 1 << 20;

    /** One object more of some class at every so many openings is a leak; a few more of a class are what happens to be under way. */
    private static final int OPENINGS_PER_OBJECT = 50;

    private static final double OPENING_KIB_MAX = 1;

    private static final int LOOKS_MAX = 20;
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(2);
    private static final long STEADY_BYTES = 50_000;

    /** What the console's own code makes, and what Flow makes for it. */
    private static final Pattern OURS = Pattern.compile("^(io\\.smartboxes|com\\.vaadin)\\.");

    private static final String LIST_ROW = "vaadin-grid.sandboxes .row-name";
    private static final Pattern PROMPT = Pattern.compile("[$#]\\s*$");

    private final FigureTable table = FigureTable.ofTheEnvironment();
    private final List<String> sandboxes = new ArrayList<>();
    private Visitor owner;
    private String tenant;
    private Customer customer;

    @BeforeAll
    void someoneComes() {
        owner = BROWSING.visitor("measurer");
        owner.signUp(page -> {});
        tenant = owner.tenant();
        customer = new Customer(BROWSING.installation().api(), owner.makeKey());
        for (int row = 0; row < ROWS; row++) {
            sandboxes.add(customer.create());
        }
        // A server is measured that has done all this before.
        for (int load = 0; load < ROWS; load++) {
            try (var tab = signedIn()) {
                firstView(tab);
                openSandbox(tab.page());
            }
        }
    }

    private void measure(String figure, Runnable measurement) {
        try {
            measurement.run();
        } catch (RuntimeException | AssertionError failure) {
            failure.printStackTrace();
            table.addUnmeasured(figure, String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private static Aim p95(Timings times, double most) {
        return new Aim("p95 <= %.0f ms".formatted(most), times.p95() <= most);
    }

    /** The person's own browser, but for its cache. */
    private Tab signedIn() {
        return BROWSING.tab(new NewContextOptions().setViewportSize(1440, 900).setStorageState(owner.cookies()));
    }

    private String address(String path) {
        return BROWSING.installation().console() + "/t/" + tenant + "/" + path;
    }

    private void firstView(Tab tab) {
        tab.page().navigate(address("sandboxes"), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        tab.page().locator(LIST_ROW).first().waitFor();
    }

    private static void openSandbox(Page page) {
        page.locator(LIST_ROW + " a").first().click();
        heading(page, "Time left").waitFor();
    }

    private static Locator heading(Page page, String text) {
        return page.locator("h1, h2, h3").filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    @Order(1)
    void firstView() {
        measure("console: first view", () -> {
            var times = new Timings();
            for (int view = 0; view < VIEWS; view++) {
                try (var tab = signedIn()) {
                    long began = System.nanoTime();
                    firstView(tab);
                    times.addSince(began);
                }
            }
            table.add(
                    "console: first view, signed in, nothing cached, until the list's rows are there",
                    times + " of " + times.count(),
                    p95(times, VIEW_MILLIS_MAX));
        });
    }

    @Test
    @Order(2)
    void prompt() {
        measure("console: a terminal's prompt", () -> {
            var times = new Timings();
            for (int terminal = 0; terminal < PROMPTS; terminal++) {
                try (var tab = signedIn()) {
                    times.add(prompt(tab.page()));
                }
            }
            table.add(
                    "console: from the click on Terminal to the prompt of a new shell",
                    times + " of " + times.count(),
                    p95(times, PROMPT_MILLIS_MAX));
        });
    }

    /** How many milliseconds after the click the new shell's prompt was there. */
    private double prompt(Page page) {
        page.navigate(address("sandboxes/" + sandboxes.getFirst()));
        heading(page, "Time left").waitFor();
        Look.rest(page);
        long began = System.nanoTime();
        page.locator("a")
                .filter(new Locator.FilterOptions().setHasText("Terminal"))
                .first()
                .click();
        page.locator(".xterm-rows > div")
                .filter(new Locator.FilterOptions().setHasText(PROMPT))
                .first()
                .waitFor();
        return (System.nanoTime() - began) / 1e6;
    }

    @Test
    @Order(3)
    void echo() {
        measure("console: echo in a terminal", () -> {
            try (var tab = signedIn()) {
                double unused = prompt(tab.page());
                var times = new TerminalEcho(tab.page()).type(KEYS);
                table.add(
                        "console: echo in a terminal, from the key to its letter on the screen",
                        times + " of " + times.count(),
                        new Aim("p50 <= %.0f ms".formatted(ECHO_MILLIS_MAX), times.p50() <= ECHO_MILLIS_MAX));
            }
        });
    }

    /** Every tab is of a sign-in of its own: what a session holds counts, and nothing is shared that would not be. */
    @Test
    @Order(4)
    void heapOfTabs() {
        measure("console: heap of a session with a tab", () -> {
            var before = rested(census -> true);
            var open = new ArrayList<Tab>();
            try {
                for (int tab = 0; tab < TABS; tab++) {
                    open.add(driven());
                }
                var with = rested(census -> census.count(Census.TAB) >= before.count(Census.TAB) + TABS);
                double mib = (with.bytes() - before.bytes()) / MIB / TABS;
                table.add(
                        "console: heap of a session with one tab that was used, over " + TABS,
                        "%.2f MiB (all together %.0f MiB, without them %.0f MiB)"
                                .formatted(mib, with.bytes() / MIB, before.bytes() / MIB),
                        new Aim("<= %.0f MiB".formatted(TAB_MIB_MAX), mib <= TAB_MIB_MAX));
            } finally {
                open.forEach(Tab::close);
            }
            var after = rested(census -> census.count(Census.TAB) <= before.count(Census.TAB));
            long left = after.count(Census.TAB) - before.count(Census.TAB);
            table.add(
                    "console: tabs that the server still holds of " + TABS + " that were closed",
                    Long.toString(left),
                    new Aim("0", left <= 0));
        });
    }

    /** Somebody has looked around and is back at the list. */
    private Tab driven() {
        var tab = BROWSING.tab(new NewContextOptions().setViewportSize(1440, 900));
        owner.signIn(tab.page());
        firstView(tab);
        openSandbox(tab.page());
        for (String screen : List.of("Usage", "API keys", "Sandboxes")) {
            choose(tab.page(), screen);
        }
        tab.page().locator(LIST_ROW).first().waitFor();
        return tab;
    }

    private static void choose(Page page, String screen) {
        page.locator("vaadin-side-nav-item")
                .filter(new Locator.FilterOptions().setHasText(screen))
                .first()
                .click();
        heading(page, screen).first().waitFor();
    }

    @Test
    @Order(5)
    void openings() {
        measure("console: what openings of a live view leave", () -> {
            try (var tab = signedIn()) {
                firstView(tab);
                openAndClose(tab.page(), OPENINGS / 5);
                var first = rested(census -> true);
                var idle = rested(census -> true);
                openAndClose(tab.page(), OPENINGS);
                var last = rested(census -> leaked(census, idle).isEmpty());
                if (last.count(Census.SESSION) < idle.count(Census.SESSION)) {
                    throw new IllegalStateException("sessions of before ended meanwhile, which hides what was left");
                }
                var leaked = leaked(last, idle);
                double kib = (last.bytes() - idle.bytes()) / 1024.0;
                table.add(
                        "console: objects that %d openings and closings of the list and of a sandbox's page left"
                                .formatted(OPENINGS),
                        leaked.isEmpty() ? "none" : leaked.toString(),
                        new Aim("of no class %d more".formatted(OPENINGS / OPENINGS_PER_OBJECT), leaked.isEmpty()));
                table.add(
                        "console: heap that they left",
                        "%.0f KiB, %.2f KiB each".formatted(kib, kib / OPENINGS),
                        "no opening meanwhile: %.0f KiB".formatted((idle.bytes() - first.bytes()) / 1024.0),
                        new Aim("<= %.0f KiB each".formatted(OPENING_KIB_MAX), kib <= OPENINGS * OPENING_KIB_MAX));
            }
        });
    }

    private static void openAndClose(Page page, int times) {
        for (int time = 0; time < times; time++) {
            openSandbox(page);
            choose(page, "Sandboxes");
            page.locator(LIST_ROW).first().waitFor();
        }
    }

    private static Map<String, Long> leaked(Census now, Census before) {
        return now.more(before, OURS, OPENINGS / OPENINGS_PER_OBJECT);
    }

    /** The last of all: it leaves ended sandboxes at the top of the list. */
    @Test
    @Order(6)
    void changes() {
        measure("console: the list shows a change", () -> {
            var made = new Timings();
            var ended = new Timings();
            try (var tab = signedIn()) {
                firstView(tab);
                for (int change = 0; change < CHANGES; change++) {
                    change(tab.page(), made, ended);
                }
            }
            table.add(
                    "console: from the call that makes a sandbox until the list tells of it",
                    made + " of " + made.count(),
                    p95(made, CHANGE_MILLIS_MAX));
            table.add(
                    "console: from the call that ends a sandbox until its row says so",
                    ended + " of " + ended.count(),
                    p95(ended, CHANGE_MILLIS_MAX));
        });
    }

    private void change(Page page, Timings made, Timings ended) {
        var news = page.locator(".news");
        long began = System.nanoTime();
        String sandbox = customer.create();
        news.waitFor();
        made.addSince(began);
        news.click();
        var status = page.locator(LIST_ROW)
                .filter(new Locator.FilterOptions().setHas(page.locator("a[title='" + sandbox + "']")))
                .locator(".status");
        status.getByText("Running").waitFor();
        began = System.nanoTime();
        customer.kill(sandbox);
        status.getByText("Ended").waitFor();
        ended.addSince(began);
    }

    /** What was left goes within seconds: looks until it is gone, and what is there stays. */
    private static Census rested(Predicate<Census> expected) {
        var state = BROWSING.installation().state();
        var last = Census.of(state);
        for (int look = 0; look < LOOKS_MAX; look++) {
            LockSupport.parkNanos(LOOK_PAUSE.toNanos());
            var now = Census.of(state);
            if (expected.test(now) && Math.abs(now.bytes() - last.bytes()) < STEADY_BYTES) {
                return now;
            }
            last = now;
        }
        return last;
    }
}

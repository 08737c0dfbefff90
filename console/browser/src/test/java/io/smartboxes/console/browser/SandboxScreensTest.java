package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of sandboxes and each tab of one that runs; files have a test of their own. */
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    private static final String LONG = "a-very-long-name-without-any-blank-".repeat(3);

    private Visitor owner;
    private String tenant;
    private Customer customer;
    private String sandbox;

    @BeforeAll
    void someoneComes() {
        owner = BROWSING.visitor("operator");
        owner.signUp(page -> {});
        tenant = owner.tenant();
        customer = new Customer(BROWSING.installation().api(), owner.makeKey());
        sandbox = customer.create("{\"run\": \"42\", \"" + LONG.substring(0, 40) + "\": \"" + LONG + "\"}");
    }

    @Test
    @Order(1)
    void list() {
        customer.create();
        see("sandboxes", "Sandboxes", "sandboxes");
        see("sandboxes?search=nothing-is-called-so", "Sandboxes", "sandboxes-none-fits");
        owner.open(tenant, "sandboxes");
        owner.button("Create sandbox").click();
        look.atDialog(owner.page, "sandboxes-create");
    }

    @Test
    @Order(2)
    void overview() {
        see("sandboxes/" + sandbox, "Time left", "sandbox-running");
        owner.button("End").click();
        look.atDialog(owner.page, "sandbox-end");
    }

    @Test
    @Order(3)
    void terminal() {
        open("terminal");
        var terminal = new TerminalScreen(owner.page);
        terminal.connected();
        terminal.type("printf '\\033[31mred \\033[32mgreen \\033[33myellow \\033[34mblue \\033[90mgrey\\033[0m\\n';"
                + " echo $((6*7))");
        terminal.shows("42");
        look.at(owner.page, "sandbox-terminal");
    }

    /** A program may write what a page would take for its own. */
    @Test
    @Order(4)
    void logs() throws Exception {
        var program = new Program(BROWSING.installation().python(), customer.key());
        program.run(
                sandbox,
                "seq -f 'line %g' 1 300; printf '\\033[31mred\\033[0m \\007 <img src=x onerror=\"document.title=1\">\\n';"
                        + " echo oops >&2");
        open("logs");
        owner.page.getByText("red ␇ <img").waitFor();
        owner.page.getByText("oops", new Page.GetByTextOptions().setExact(true)).waitFor();
        assertThat(owner.page.locator("sb-log img")).hasCount(0);
        look.at(owner.page, "sandbox-logs");
        owner.page.locator(".log-scroller").evaluate("each => { each.scrollTop = 0 }");
        owner.page
                .getByText("Paused", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        owner.button("Show older").click();
        owner.page
                .getByText("line 1", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        look.at(owner.page, "sandbox-logs-paused");
        program.run(sandbox, "echo later");
        owner.button("Jump to the newest").click();
        owner.page
                .getByText("later", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        program.run(sandbox, "echo while it is followed");
        owner.page
                .getByText("while it is followed", new Page.GetByTextOptions().setExact(true))
                .waitFor();
        var download = owner.page.waitForDownload(() -> owner.button("Download").click());
        assertThat(download.suggestedFilename()).endsWith(".log.txt");
        owner.page.getByLabel("Find in the lines").fill("is nowhere");
        owner.heading("No line fits").waitFor();
        look.at(owner.page, "sandbox-logs-none");
    }

    /** There is something to see a few seconds after the sandbox began to run. */
    @Test
    @Order(5)
    void metrics() {
        open("metrics");
        owner.heading("Memory").waitFor();
        look.at(owner.page, "sandbox-metrics");
        owner.button("Show as table").click();
        owner.page.locator(".metrics vaadin-grid sb-time").first().waitFor();
        look.at(owner.page, "sandbox-metrics-table");
    }

    @Test
    @Order(6)
    void events() {
        open("events");
        owner.page.locator(".history li").first().waitFor();
        look.at(owner.page, "sandbox-events");
    }

    @Test
    @Order(7)
    void end() {
        owner.open(tenant, "sandboxes/" + customer.create());
        owner.button("End").click();
        owner.button("End it").click();
        owner.heading("Why it ended").waitFor();
        look.at(owner.page, "sandbox-ended");
    }

    private void open(String tab) {
        owner.open(tenant, "sandboxes/" + sandbox + "/" + tab);
    }

    private void see(String path, String heading, String name) {
        owner.open(tenant, path);
        owner.heading(heading).waitFor();
        look.at(owner.page, name);
    }
}

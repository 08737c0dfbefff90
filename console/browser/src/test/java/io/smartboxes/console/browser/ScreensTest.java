package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Screens, empty first and then with things on it: no barrier, nothing cut off, pictures to look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private static final Pattern KEY = Pattern.compile("e2b_[0-9a-f]+");
    private static final String LONG = "a-very-long-name-without-any-blank-".repeat(3);

    private Visitor owner;
    private String tenant;
    private String key;
    private String running;
    private Look look;

    @BeforeEach
    void lookAnew() {
        look = BROWSING.look();
    }

    @AfterEach
    void nothingWasInTheWay() {
        assertThat(look.findings()).isEmpty();
    }

    @BeforeAll
    void someoneComes() {
        owner = BROWSING.visitor("resident");
    }

    @Test
    @Order(1)
    void signIn() {
        owner.signUp(page -> look.at(owner.page, page));
        assertThat(owner.scriptErrors()).isEmpty();
        tenant = owner.tenant();
    }

    @Test
    @Order(2)
    void emptyScreens() {
        see("sandboxes", "Sandboxes", "sandboxes-empty");
        see("api-keys", "API keys", "api-keys-empty");
        see("usage", "Usage", "usage-empty");
    }

    @Test
    @Order(3)
    void getStarted() {
        see("get-started", "Get started", "get-started");
        owner.button("Make an API key").click();
        owner.heading("Paste into a shell").waitFor();
        look.at(owner.page, "get-started-key");
        var found = KEY.matcher(
                owner.page.locator("sb-snippet[label='Run with Python']").getAttribute("code"));
        assertThat(found.find()).isTrue();
        key = found.group();
    }

    @Test
    @Order(4)
    void sandboxes() {
        String first = create("{\"run\": \"42\", \"" + LONG.substring(0, 40) + "\": \"" + LONG + "\"}");
        String second = create("{}");
        running = first;
        see("sandboxes", "Sandboxes", "sandboxes");
        see("sandboxes?search=nothing-is-called-so", "Sandboxes", "sandboxes-none-fits");
        owner.open(tenant, "sandboxes");
        owner.button("Create sandbox").click();
        seeDialog("sandboxes-create");
        see("sandboxes/" + first, "Time left", "sandbox-running");
        owner.button("End").click();
        seeDialog("sandbox-end");
        terminal(first);
        metrics(first);
        owner.open(tenant, "sandboxes/" + first + "/events");
        owner.page.locator(".history li").first().waitFor();
        look.at(owner.page, "sandbox-events");
        owner.open(tenant, "sandboxes/" + second);
        owner.button("End").click();
        owner.button("End it").click();
        owner.heading("Why it ended").waitFor();
        look.at(owner.page, "sandbox-ended");
    }

    private void terminal(String sandbox) {
        owner.open(tenant, "sandboxes/" + sandbox + "/terminal");
        var terminal = new TerminalScreen(owner.page);
        terminal.connected();
        terminal.type("printf '\\033[31mred \\033[32mgreen \\033[33myellow \\033[34mblue \\033[90mgrey\\033[0m\\n'; echo $((6*7))");
        terminal.shows("42");
        look.at(owner.page, "sandbox-terminal");
    }

    /** There is something to see a few seconds after the sandbox began to run. */
    private void metrics(String sandbox) {
        owner.open(tenant, "sandboxes/" + sandbox + "/metrics");
        owner.heading("Memory").waitFor();
        look.at(owner.page, "sandbox-metrics");
        owner.button("Show as table").click();
        owner.page.locator(".metrics vaadin-grid sb-time").first().waitFor();
        look.at(owner.page, "sandbox-metrics-table");
    }

    private String create(String metadata) {
        var made = Http.post(
                key,
                BROWSING.installation().api() + "/v2/sandboxes",
                "{\"templateID\": \"base\", \"timeout\": 900, \"metadata\": " + metadata + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JsonParser.parseString(made.body())
                .getAsJsonObject()
                .get("sandboxID")
                .getAsString();
    }

    /** A program may write what a page would take for its own. */
    @Test
    @Order(5)
    void logs() throws Exception {
        String sandbox = create("{}");
        var program = new Program(BROWSING.installation().python(), key);
        program.run(
                sandbox,
                "seq -f 'line %g' 1 300; printf '\\033[31mred\\033[0m \\007 <img src=x onerror=\"document.title=1\">\\n';"
                        + " echo oops >&2");
        owner.open(tenant, "sandboxes/" + sandbox + "/logs");
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

    @Test
    @Order(6)
    void keys() {
        owner.open(tenant, "api-keys");
        owner.button("Create API key").click();
        owner.page.getByText("Create an API key").waitFor();
        seeDialog("api-key-create");
        owner.open(tenant, "api-keys");
        owner.button("Create API key").click();
        owner.page.getByLabel("Name").fill(LONG.substring(0, 90));
        owner.button("Create").click();
        owner.button("I have copied it").waitFor();
        seeDialog("api-key-made");
        see("api-keys", "API keys", "api-keys");
        owner.button("Revoke Get started").click();
        seeDialog("api-key-revoke");
        owner.open(tenant, "api-keys");
        owner.button("Rotate Get started").click();
        seeDialog("api-key-rotate");
    }

    @Test
    @Order(7)
    void members() {
        see("members", "Members", "members");
        owner.button("Invite").click();
        seeDialog("member-invite");
        owner.open(tenant, "members");
        owner.button("Invite").click();
        owner.page.getByLabel("Mail address").fill(LONG.substring(0, 50) + "@people.test");
        owner.button("Send invitation").click();
        assertThat(owner.page.locator(".people")).hasCount(2);
        Look.rest(owner.page);
        look.at(owner.page, "members-invited");
    }

    @Test
    @Order(8)
    void tenantScreens() {
        see("limits", "Limits", "limits");
        see("settings", "Settings", "settings");
        owner.button("Delete tenant").click();
        seeDialog("settings-delete");
    }

    @Test
    @Order(9)
    void audit() {
        see("audit", "Audit", "audit");
        owner.page.locator("vaadin-grid.audit .row-open").first().click();
        seeDialog("audit-event");
    }

    @Test
    @Order(10)
    void personalScreens() {
        owner.go("/account");
        owner.heading("Account").waitFor();
        look.at(owner.page, "account");
        owner.go("/invitations");
        owner.heading("Invitations").waitFor();
        look.at(owner.page, "invitations-empty");
        owner.go("/t/00000000-0000-0000-0000-000000000000/sandboxes");
        owner.heading("There is nothing here").waitFor();
        look.at(owner.page, "missing");
    }

    @Test
    @Order(11)
    void palette() {
        owner.open(tenant, "sandboxes");
        owner.button("Search or jump to").click();
        owner.page.locator(".palette input").waitFor();
        look.at(owner.page, "palette");
    }

    @Test
    @Order(12)
    void aViewersScreens() {
        owner.open(tenant, "members");
        var guest = BROWSING.visitor("viewer");
        owner.button("Invite").click();
        owner.page.getByLabel("Mail address").fill(guest.address);
        owner.page.getByRole(AriaRole.DIALOG).locator("vaadin-select").click();
        owner.page
                .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("viewer"))
                .click();
        owner.button("Send invitation").click();
        owner.page.getByText(guest.address).first().waitFor();
        guest.signUp(page -> {});
        look.at(guest.page, "invited-banner");
        guest.go("/invitations");
        var accept = new Page.GetByRoleOptions().setName(Pattern.compile("Accept the invitation to .*"));
        guest.page.getByRole(AriaRole.BUTTON, accept).waitFor();
        look.at(guest.page, "invitations");
        guest.page.getByRole(AriaRole.BUTTON, accept).click();
        guest.page.getByText("You are a member now.").waitFor();
        guest.open(tenant, "settings");
        guest.heading("This is not open to your role").waitFor();
        look.at(guest.page, "forbidden");
        guest.open(tenant, "sandboxes/" + running + "/files");
        guest.heading("This is not open to your role").waitFor();
        look.at(guest.page, "files-forbidden");
        guest.open(tenant, "members");
        guest.heading("Members").waitFor();
        look.at(guest.page, "members-viewer");
    }

    @Test
    @Order(13)
    void usage() {
        Eventually.get("A figure of what was used", () -> {
            owner.open(tenant, "usage");
            owner.heading("Usage").waitFor();
            Look.rest(owner.page);
            return Optional.of(owner.page.locator(".sum-amount").first()).filter(each -> each.isVisible());
        });
        look.at(owner.page, "usage");
        owner.button("Show as table").click();
        owner.button("Show as chart").waitFor();
        look.at(owner.page, "usage-table");
    }

    private void see(String path, String heading, String name) {
        owner.open(tenant, path);
        owner.heading(heading).waitFor();
        Look.rest(owner.page);
        look.at(owner.page, name);
    }

    /** Its element is a frame without a size of its own, which counts as hidden. */
    private void seeDialog(String name) {
        owner.page
                .locator("vaadin-dialog[opened], vaadin-confirm-dialog[opened]")
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        look.at(owner.page, name);
    }
}

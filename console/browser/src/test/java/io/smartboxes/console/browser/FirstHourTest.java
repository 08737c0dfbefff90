package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From signing up to a revoked key, with real mail, a real sandbox and a second person. */
@Order(3)
class FirstHourTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    private static final Pattern KEY = Pattern.compile("e2b_[0-9a-f]+");

    @TempDir
    Path folder;

    @Test
    void signsUpRunsASandboxTypesInItSeesItsCostInvitesAViewerAndRevokesTheKey() throws Exception {
        var owner = BROWSING.visitor("owner");
        owner.signUp(page -> {});
        String tenant = owner.tenant();

        String snippet = copySnippet(owner);
        assertThat(new Shell(BROWSING.installation().python(), folder).run(snippet))
                .contains("Hello from ");
        owner.heading("Your sandbox runs").waitFor();

        String sandbox = findsItRunning(owner);
        typesInItsTerminal(owner);
        seesItsCost(owner, tenant, sandbox);

        var guest = BROWSING.visitor("guest");
        invite(owner, guest);
        join(guest, tenant);
        looksAndCannotEnd(guest, tenant, sandbox);
        isRefusedByTheApiToo(guest, tenant, sandbox);
        assertThat(guest.page.locator(".facts .status-good")).hasText("Running");

        revokesTheKey(owner, keyIn(snippet));
    }

    private static String copySnippet(Visitor owner) {
        owner.button("Make an API key").click();
        owner.button("Copy: Run with Python").click();
        return Eventually.get(
                "The snippet in the clipboard",
                () -> Optional.of(owner.clipboard())
                        .filter(text -> KEY.matcher(text).find()));
    }

    private static String keyIn(String snippet) {
        var found = KEY.matcher(snippet);
        assertThat(found.find()).isTrue();
        return found.group();
    }

    /** Its id. */
    private static String findsItRunning(Visitor owner) {
        owner.choose("Sandboxes");
        var row = owner.page.locator("vaadin-grid.sandboxes .row-name");
        assertThat(row).hasCount(1);
        assertThat(row.locator(".status-good")).hasText("Running");
        var name = row.getByRole(AriaRole.LINK);
        String id = name.getAttribute("title");
        name.click();
        owner.heading("Time left").waitFor();
        return id;
    }

    /** What is printed cannot be taken for what was typed. */
    private static void typesInItsTerminal(Visitor owner) {
        owner.link("Terminal").click();
        var terminal = new TerminalScreen(owner.page);
        terminal.connected();
        terminal.type("echo $((6*7))");
        terminal.shows("42");
    }

    private static void seesItsCost(Visitor owner, String tenant, String sandbox) {
        Eventually.get("The cost of the sandbox", () -> {
            owner.open(tenant, "sandboxes/" + sandbox);
            owner.heading("About").waitFor();
            Look.rest(owner.page);
            return shown(owner.heading("Cost so far"));
        });
        Eventually.get("A figure of what was used", () -> {
            owner.open(tenant, "usage");
            owner.heading("Usage").waitFor();
            Look.rest(owner.page);
            return shown(owner.page.locator(".sum-amount").first());
        });
        assertThat(owner.page.locator(".sum-amount").first()).containsText("$");
    }

    private static Optional<Locator> shown(Locator locator) {
        return Optional.of(locator).filter(Locator::isVisible);
    }

    private static void invite(Visitor owner, Visitor guest) {
        owner.choose("Members");
        owner.button("Invite").click();
        owner.page.getByLabel("Mail address").fill(guest.address);
        var dialog = owner.page.getByRole(AriaRole.DIALOG);
        dialog.locator("vaadin-select").click();
        owner.page
                .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("viewer"))
                .click();
        owner.button("Send invitation").click();
        owner.page
                .getByText(guest.address, new Page.GetByTextOptions().setExact(true))
                .first()
                .waitFor();
    }

    private static void join(Visitor guest, String tenant) {
        guest.signUp(page -> {});
        guest.go("/invitations");
        guest.page
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("Accept the invitation to .*")))
                .click();
        guest.page.getByText("You are a member now.").waitFor();
        guest.open(tenant, "members");
        guest.heading("Members").waitFor();
        assertThat(guest.page.locator(".person")).hasCount(2);
    }

    private static void looksAndCannotEnd(Visitor guest, String tenant, String sandbox) {
        guest.open(tenant, "sandboxes");
        assertThat(guest.page.locator("vaadin-grid.sandboxes .status-good")).hasText("Running");
        Look.rest(guest.page);
        var end = new Page.GetByRoleOptions().setName(Pattern.compile("^End\\b.*"));
        assertThat(guest.page.getByRole(AriaRole.BUTTON, end)).hasCount(0);
        guest.open(tenant, "sandboxes/" + sandbox);
        guest.heading("Time left").waitFor();
        Look.rest(guest.page);
        assertThat(guest.page.getByRole(AriaRole.BUTTON, end)).hasCount(0);
    }

    /** In the viewer's own name, past the console, which does not even offer it. */
    private static void isRefusedByTheApiToo(Visitor guest, String tenant, String sandbox) {
        String token = AccessToken.of(guest, BROWSING.installation());
        var answer = Http.delete(token, tenant, BROWSING.installation().api() + "/sandboxes/" + sandbox);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("Your role in this tenant is viewer");
    }

    private static void revokesTheKey(Visitor owner, String key) {
        String url = BROWSING.installation().api() + "/v2/sandboxes";
        assertThat(Http.statusWith(key, url)).isEqualTo(200);
        owner.choose("API keys");
        owner.button("Revoke Get started").click();
        owner.button("Revoke it").click();
        owner.page.getByText("Get started is revoked.").waitFor();
        Eventually.get(
                "The answer 401", () -> Optional.of(Http.statusWith(key, url)).filter(status -> status == 401));
    }
}

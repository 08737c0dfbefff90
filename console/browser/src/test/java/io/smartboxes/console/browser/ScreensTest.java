package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Screens of a tenant, empty first and then with things on them: no barrier, nothing cut off, pictures to look at. */
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    private static final String LONG = "a-very-long-name-without-any-blank-".repeat(3);

    private Visitor owner;
    private String tenant;
    private String sandbox;

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
        String key = owner.makeKey();
        look.at(owner.page, "get-started-key");
        sandbox = new Customer(BROWSING.installation().api(), key).create();
    }

    @Test
    @Order(4)
    void keys() {
        owner.open(tenant, "api-keys");
        owner.button("Create API key").click();
        owner.page.getByText("Create an API key").waitFor();
        look.atDialog(owner.page, "api-key-create");
        owner.open(tenant, "api-keys");
        owner.button("Create API key").click();
        owner.page.getByLabel("Name").fill(LONG.substring(0, 90));
        owner.button("Create").click();
        owner.button("I have copied it").waitFor();
        look.atDialog(owner.page, "api-key-made");
        see("api-keys", "API keys", "api-keys");
        owner.button("Revoke Get started").click();
        look.atDialog(owner.page, "api-key-revoke");
        owner.open(tenant, "api-keys");
        owner.button("Rotate Get started").click();
        look.atDialog(owner.page, "api-key-rotate");
    }

    @Test
    @Order(5)
    void members() {
        see("members", "Members", "members");
        owner.button("Invite").click();
        look.atDialog(owner.page, "member-invite");
        owner.open(tenant, "members");
        owner.button("Invite").click();
        owner.page.getByLabel("Mail address").fill(LONG.substring(0, 50) + "@people.test");
        owner.button("Send invitation").click();
        assertThat(owner.page.locator(".people")).hasCount(2);
        look.at(owner.page, "members-invited");
    }

    @Test
    @Order(6)
    void tenantScreens() {
        see("limits", "Limits", "limits");
        see("settings", "Settings", "settings");
        owner.button("Delete tenant").click();
        look.atDialog(owner.page, "settings-delete");
    }

    @Test
    @Order(7)
    void audit() {
        see("audit", "Audit", "audit");
        owner.page.locator("vaadin-grid.audit .row-open").first().click();
        look.atDialog(owner.page, "audit-event");
    }

    @Test
    @Order(8)
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
    @Order(9)
    void palette() {
        owner.open(tenant, "sandboxes");
        owner.button("Search or jump to").click();
        owner.page.locator(".palette input").waitFor();
        look.at(owner.page, "palette");
    }

    @Test
    @Order(10)
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
        guest.open(tenant, "sandboxes/" + sandbox + "/files");
        guest.heading("This is not open to your role").waitFor();
        look.at(guest.page, "files-forbidden");
        guest.open(tenant, "members");
        guest.heading("Members").waitFor();
        look.at(guest.page, "members-viewer");
    }

    @Test
    @Order(11)
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
        look.at(owner.page, name);
    }
}

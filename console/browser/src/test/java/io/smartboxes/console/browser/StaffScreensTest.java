package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The staff area, with a customer who watches what staff do to their tenant. */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StaffScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    private static final String LONG = "A very long name of a tenant ".repeat(3).strip();

    private Visitor customer;
    private Visitor staff;
    private StaffMember member;
    private String tenant;

    @BeforeAll
    void theyCome() throws IOException, InterruptedException {
        customer = BROWSING.visitor("watched");
        staff = BROWSING.visitor("staff");
        member = new StaffMember(BROWSING.installation(), staff);
        member.invite();
        customer.signUp(page -> {});
        tenant = customer.tenant();
        customer.open(tenant, "settings");
        customer.page.getByLabel("Name").first().fill(LONG);
        customer.button("Save").click();
        customer.page.getByText("The tenant has its new name.").waitFor();
    }

    @Test
    @Order(1)
    void signsInWithTwoFactors() {
        member.accept(page -> look.at(staff.page, page));
        member.signIn(page -> look.at(staff.page, page));
        assertThat(staff.scriptErrors()).isEmpty();
        look.at(staff.page, "staff-search-empty");
    }

    /** The same browser, and the console's customers' part still wants a customer's sign-in. */
    @Test
    @Order(2)
    void isNobodyToCustomersScreens() {
        staff.go("/t/" + tenant + "/sandboxes");
        staff.button("Sign In").waitFor();
        assertThat(staff.page.url()).contains("/realms/smartboxes/");
    }

    @Test
    @Order(3)
    void finds() {
        search(customer.address);
        staff.page.getByText("Understood as the beginning of a mail address.").waitFor();
        staff.link(LONG).waitFor();
        look.at(staff.page, "staff-search");
        search("nobody@people.test");
        staff.heading("There is no such thing").waitFor();
        look.at(staff.page, "staff-search-none");
        search("whatever");
        staff.heading("That is nothing that can be searched for").waitFor();
        look.at(staff.page, "staff-search-unclear");
        search(tenant);
        staff.link(LONG).click();
        staff.heading(LONG).waitFor();
        see("", "Standing", "staff-tenant");
    }

    @Test
    @Order(4)
    void seesEachPartOfATenant() {
        see("/usage", "Nothing was used this month", "staff-usage-empty");
        see("/sandboxes", "This tenant has no sandboxes", "staff-sandboxes-empty");
        see("/api-keys", "This tenant has no API keys", "staff-keys-empty");
        open("/audit");
        staff.page.locator("vaadin-grid.audit .row-open").first().waitFor();
        look.at(staff.page, "staff-tenant-audit");
        staff.go("/staff/tenants/tnt_01h455vb4pex5vsknk084sn02q");
        staff.heading("There is nothing here").waitFor();
        look.at(staff.page, "staff-missing");
    }

    /** The customer's open screen changes without a touch. */
    @Test
    @Order(5)
    void changesALimitBeforeTheCustomersEyes() {
        customer.open(tenant, "limits");
        customer.heading("Limits").waitFor();
        open("");
        staff.button("Change: Sandboxes at once").click();
        look.atDialog(staff.page, "staff-limit");
        staff.page.getByLabel("New limit").fill("7");
        staff.button("Change it").click();
        staff.page.getByText("Give a reason").waitFor();
        staff.page.getByLabel("Reason").fill("A trial that was agreed on.");
        staff.button("Change it").click();
        staff.button("Back to the plan's: Sandboxes at once").waitFor();
        look.at(staff.page, "staff-tenant-limit");
        customer.page
                .getByText("Other than the plan's: A trial that was agreed on.")
                .waitFor();
        staff.button("Back to the plan's: Sandboxes at once").click();
        look.atDialog(staff.page, "staff-limit-back");
        staff.page.getByLabel("Reason").fill("The trial is over.");
        staff.button("Let the plan's hold").click();
        assertThat(customer.page.getByText("Other than the plan's")).hasCount(0);
    }

    /** The customer's open screen says so, and stops saying so, without a touch. */
    @Test
    @Order(6)
    void suspendsAndLiftsIt() {
        customer.open(tenant, "limits");
        customer.heading("Limits").waitFor();
        open("");
        staff.button("Suspend").click();
        staff.page.getByText("Terminate: ").waitFor();
        look.atDialog(staff.page, "staff-suspend");
        staff.page.getByText("Block: ").click();
        staff.page.getByLabel("Cause").fill("The last bill is unpaid.");
        staff.page
                .locator("vaadin-dialog")
                .getByText("Suspend", new Locator.GetByTextOptions().setExact(true))
                .click();
        staff.button("Lift the suspension").waitFor();
        look.at(staff.page, "staff-suspended");
        customer.page.getByText("The last bill is unpaid.").waitFor();
        Look.rest(customer.page);
        look.at(customer.page, "suspended");
        staff.button("Lift the suspension").click();
        look.atDialog(staff.page, "staff-lift");
        staff.page.getByLabel("Reason").fill("It is paid.");
        staff.button("Lift it").click();
        staff.button("Suspend").waitFor();
        assertThat(customer.page.getByText("The last bill is unpaid.")).hasCount(0);
    }

    @Test
    @Order(7)
    void isInBothLogsInPlainWords() {
        staff.go("/staff/audit");
        staff.page.locator("vaadin-grid.audit .row-open").first().waitFor();
        look.at(staff.page, "staff-audit");
        customer.open(tenant, "audit?action=limit");
        customer.page.getByText("Staff changed a limit").first().waitFor();
        customer.page
                .getByText(Pattern.compile("A trial that was agreed on"))
                .first()
                .waitFor();
        look.at(customer.page, "audit-of-staff");
        customer.page.locator("vaadin-grid.audit .row-open").first().click();
        customer.page.getByText("In words").waitFor();
        look.at(customer.page, "audit-of-staff-event");
    }

    @Test
    @Order(8)
    void signsOut() {
        staff.page.locator("vaadin-menu-bar-button").first().click();
        staff.page.getByText("Sign out").click();
        staff.heading("You are signed out").waitFor();
        staff.go("/staff/");
        staff.page.locator("#username").waitFor();
    }

    private void search(String text) {
        staff.go("/staff/");
        staff.page.getByLabel("Search").first().fill(text);
        staff.page.getByLabel("Search").first().press("Enter");
    }

    private void open(String tab) {
        staff.go("/staff/tenants/" + tenant + tab);
        staff.heading(LONG).waitFor();
    }

    private void see(String tab, String heading, String name) {
        open(tab);
        staff.heading(heading).waitFor();
        look.at(staff.page, name);
    }
}

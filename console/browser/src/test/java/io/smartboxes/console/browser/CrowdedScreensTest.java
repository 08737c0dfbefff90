package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists of ten thousand rows: they open, lead on, and look as short ones do. */
@Order(4)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrowdedScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    /** As far as somebody scrolls who looks for something. */
    private static final int FAR = 2_000;

    /** Down a list that does not know its length, until it has so many rows or gets no more for a while; answers how many it has. */
    private static final String DOWN = """
            async (grid, rows) => {
              let known = 0;
              for (let still = 0; still < 120 && known < rows; still++) {
                if (grid.loading) {
                  still = 0;
                } else if (grid.size > known) {
                  known = grid.size;
                  still = 0;
                  grid.scrollToIndex(known - 1);
                }
                await new Promise(requestAnimationFrame);
              }
              return known;
            }
            """;

    private Visitor owner;
    private String tenant;
    private String sandbox;

    @BeforeAll
    void manyAreThere() {
        owner = BROWSING.visitor("collector");
        owner.signUp(page -> {});
        tenant = owner.tenant();
        sandbox = new Customer(BROWSING.installation().api(), owner.makeKey()).create();
        owner.page.navigate("about:blank");
        new Crowd(new Database(BROWSING.installation()), owner.address).gather();
    }

    @Test
    @Order(1)
    void sandboxes() {
        owner.open(tenant, "sandboxes");
        owner.heading("Sandboxes").waitFor();
        goDown("vaadin-grid.sandboxes");
        look.glance(owner.page, "many-sandboxes");
    }

    @Test
    @Order(2)
    void keys() {
        owner.choose("API keys");
        owner.button("Show more").click();
        look.glance(owner.page, "many-api-keys");
    }

    @Test
    @Order(3)
    void members() {
        owner.choose("Members");
        assertThat(owner.page.locator(".person")).hasCount(100);
        assertThat(owner.button("Show more")).isVisible();
        look.glance(owner.page, "many-members");
    }

    @Test
    @Order(4)
    void audit() {
        owner.choose("Audit");
        goDown("vaadin-grid.audit");
        look.glance(owner.page, "many-audit");
    }

    @Test
    @Order(5)
    void events() {
        owner.open(tenant, "sandboxes/" + sandbox + "/events");
        owner.button("Show older").click();
        look.glance(owner.page, "many-events");
    }

    /** The roll-up may be on its way. */
    @Test
    @Order(6)
    void usage() {
        Eventually.get("A figure for each sandbox", () -> {
            owner.open(tenant, "usage?period=90-days&by=sandbox");
            owner.heading("Usage").waitFor();
            Look.rest(owner.page);
            return Optional.of(owner.page.getByText("Only the newest 1000 are listed"))
                    .filter(each -> each.isVisible());
        });
        owner.page.getByText("Only the newest 1000 are listed").scrollIntoViewIfNeeded();
        look.glance(owner.page, "many-figures");
        owner.button("Why this number?").click();
        owner.page.getByText("The newest ").waitFor();
        owner.button("Show more").click();
        look.glance(owner.page, "many-entries");
    }

    private void goDown(String grid) {
        int rows = (int) owner.page.locator(grid).evaluate(DOWN, FAR);
        assertThat(rows).isGreaterThanOrEqualTo(FAR);
    }
}

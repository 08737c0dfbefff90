package io.smartboxes.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Screens while the API is slow, while it is away, and while a sandbox's worker is. */
@Order(8)
@Isolated("It takes them from everybody.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageScreensTest {

    @RegisterExtension
    static final Browsing BROWSING = new Browsing();

    @RegisterExtension
    final Look look = BROWSING.look();

    private static final List<String> PLACES =
            List.of("Get started", "API keys", "Usage", "Limits", "Members", "Audit", "Settings", "Sandboxes");

    private Visitor owner;
    private String tenant;
    private String sandbox;
    private Part api;
    private Part worker;

    @BeforeAll
    void someoneComes() {
        api = new Part(BROWSING.installation(), "control-plane-1");
        worker = new Part(BROWSING.installation(), "worker-agent-1");
        owner = BROWSING.visitor("unlucky");
        owner.signUp(page -> {});
        tenant = owner.tenant();
        sandbox = new Customer(BROWSING.installation().api(), owner.makeKey()).create();
    }

    /** Whichever screen is next, the one before it stays until it is there; a page that is just opened has none yet. */
    @Test
    @Order(1)
    void sayThatTheyLoad() throws Exception {
        api.freeze();
        try {
            owner.page
                    .locator("vaadin-side-nav-item")
                    .getByText("API keys")
                    .first()
                    .click();
            owner.page
                    .locator(".v-loading-indicator:is(.second, .third)")
                    .first()
                    .waitFor();
            look.meanwhile(owner.page, "loading-next");
        } finally {
            api.thaw();
        }
        owner.heading("API keys").waitFor();
        api.freeze();
        try {
            owner.open(tenant, "sandboxes");
            owner.page.getByText("Loading SmartBoxes…").waitFor();
            look.meanwhile(owner.page, "loading-first");
        } finally {
            api.thaw();
        }
        owner.heading("Sandboxes").waitFor();
        assertThat(owner.page.getByText("Loading SmartBoxes…")).isHidden();
    }

    /** What the API knows itself is there all the same. */
    @Test
    @Order(2)
    void sayThatTheWorkerIsAway() throws Exception {
        owner.open(tenant, "sandboxes/" + sandbox);
        owner.heading("Time left").waitFor();
        worker.keepDown();
        try {
            owner.link("Logs").click();
            owner.heading("The log did not come").waitFor();
            look.glance(owner.page, "worker-away-logs");
            owner.link("Files").click();
            owner.heading("The sandbox did not answer").waitFor();
            look.glance(owner.page, "worker-away-files");
            owner.link("Terminal").click();
            owner.button("Try now").waitFor();
            look.glance(owner.page, "worker-away-terminal");
        } finally {
            worker.letUp();
        }
    }

    /** The last one comes back by itself. */
    @Test
    @Order(3)
    void sayThatTheApiIsAway() throws Exception {
        api.keepDown();
        try {
            for (String place : PLACES) {
                owner.choose(place);
                assertThat(owner.heading("SmartBoxes is not answering")).isVisible();
                look.glance(owner.page, "away-" + place.toLowerCase(Locale.ROOT).replace(' ', '-'));
            }
            owner.open(tenant, "sandboxes/" + sandbox + "/events");
            owner.heading("SmartBoxes is not answering").waitFor();
            look.glance(owner.page, "away-sandbox");
        } finally {
            api.letUp();
        }
        owner.page.locator(".history li").first().waitFor();
    }
}

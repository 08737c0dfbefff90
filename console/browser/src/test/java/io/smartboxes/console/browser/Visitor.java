package io.smartboxes.console.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Somebody with a browser of their own and a mail address. */
final class Visitor {

    static final int PATIENCE_MILLIS = 60_000;

    private static final Pattern TENANT = Pattern.compile("/t/([^/]+)/");
    private static final Pattern KEY = Pattern.compile("e2b_[0-9a-f]+");

    private final Installation installation;
    private final BrowserContext context;
    private final List<String> log = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final String password = "Correct-horse-" + random();
    final String name;
    final String address;
    final Page page;

    Visitor(Browser browser, Installation installation, String name) {
        this.installation = installation;
        this.name = name;
        this.address = name + "-" + random() + "@people.test";
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setLocale("en-GB")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.addInitScript(installation.axe());
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> log.add(message.type() + ": " + message.text()));
        page.onPageError(error -> {
            log.add("error: " + error);
            errors.add(error);
        });
    }

    private static String random() {
        byte[] bytes = new byte[5];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Signs up, opens the link in the mail, chooses a password, and arrives in the console.
     *
     * @param seen hears the name of each page of the sign-in service when it is there
     */
    void signUp(Consumer<String> seen) {
        page.navigate(installation.console());
        button("Sign In").waitFor();
        seen.accept("sign-in");
        link("Register").click();
        page.getByLabel("Email").waitFor();
        seen.accept("register");
        page.getByLabel("Email").fill(address);
        button("Register").click();
        page.getByText(address).or(page.getByText("verify")).first().waitFor();
        seen.accept("verify-mail");
        page.navigate(new Mailbox(installation.mail()).linkTo(address, "/realms/"));
        var proceed = page.getByText(Pattern.compile("proceed", Pattern.CASE_INSENSITIVE));
        var password = page.locator("#password-new");
        password.or(proceed).first().waitFor();
        if (proceed.count() > 0 && password.count() == 0) {
            seen.accept("confirm-mail");
            proceed.first().click();
        }
        password.waitFor();
        seen.accept("password");
        password.fill(this.password);
        page.locator("#password-confirm").fill(this.password);
        page.locator("[type=submit]").first().click();
        page.waitForURL(Pattern.compile(Pattern.quote(installation.console()) + "/t/.*"));
        heading("Get started").waitFor();
    }

    /** Signs in once more, in another browser. */
    void signIn(Page elsewhere) {
        elsewhere.navigate(installation.console());
        elsewhere.locator("#username").fill(address);
        elsewhere.locator("#password").fill(password);
        elsewhere.locator("[type=submit]").first().click();
        elsewhere.waitForURL(Pattern.compile(Pattern.quote(installation.console()) + "/t/.*"));
    }

    /** By which another browser is taken for this one. */
    String cookies() {
        return context.storageState();
    }

    /** From where one gets started; the new key. */
    String makeKey() {
        button("Make an API key").click();
        heading("Paste into a shell").waitFor();
        var found =
                KEY.matcher(page.locator("sb-snippet[label='Run with Python']").getAttribute("code"));
        if (!found.find()) {
            throw new AssertionError("No key is shown at " + page.url());
        }
        return found.group();
    }

    /**
     * Follows a link in a page of its own, until that is to go to an address; nobody there hears of it.
     *
     * @return the whole of that address
     */
    String addressThatIsLedTo(String address, String link) {
        try (var aside = context.newPage()) {
            var there = Pattern.compile(Pattern.quote(address) + ".*");
            aside.route(there, route -> route.fulfill(new Route.FulfillOptions().setBody("")));
            aside.navigate(link);
            aside.waitForURL(there);
            return aside.url();
        }
    }

    /** The id of the tenant that is shown. */
    String tenant() {
        var found = TENANT.matcher(page.url());
        if (!found.find()) {
            throw new AssertionError("No tenant is shown at " + page.url());
        }
        return found.group(1);
    }

    void open(String tenant, String path) {
        page.navigate(installation.console() + "/t/" + tenant + "/" + path);
    }

    void go(String path) {
        page.navigate(installation.console() + path);
    }

    /** As the navigation shows it. */
    void choose(String screen) {
        page.locator("vaadin-side-nav-item")
                .filter(new Locator.FilterOptions().setHasText(screen))
                .first()
                .click();
        heading(screen).waitFor();
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    Locator link(String text) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    String clipboard() {
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    /** What scripts of pages failed with and did not catch. */
    List<String> scriptErrors() {
        return errors;
    }

    /** Leaves what whoever mends it needs to see. */
    void leaveTrace(String test) {
        var stem = installation.output().resolve("FAILED-" + test + "-" + name);
        page.screenshot(new Page.ScreenshotOptions().setPath(stem.resolveSibling(stem.getFileName() + ".png")));
        try {
            Files.write(stem.resolveSibling(stem.getFileName() + ".txt"), log);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    void close() {
        context.close();
    }
}

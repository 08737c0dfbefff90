package io.smartboxes.console.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Chromium for a class of tests; what its visitors saw when a test failed is kept. */
final class Browsing implements BeforeAllCallback, AfterTestExecutionCallback, AfterAllCallback {

    /** Root may not use its sandbox in a container, and nothing foreign is opened; the rest keeps it from the network. */
    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync");

    private final List<Visitor> visitors = new ArrayList<>();
    private Installation installation;
    private Playwright playwright;
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        installation = Installation.ofTheEnvironment();
        PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(installation.chromium()))
                        .setArgs(FLAGS));
    }

    Installation installation() {
        return installation;
    }

    Visitor visitor(String name) {
        var visitor = new Visitor(browser, installation, name);
        visitors.add(visitor);
        return visitor;
    }

    /** A browser of its own. */
    Tab tab(Browser.NewContextOptions options) {
        return Tab.in(browser.newContext(options));
    }

    /** May be asked for before there is a browser. */
    Look look() {
        return new Look(() -> installation.output());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String test = context.getRequiredTestMethod().getName();
            for (var visitor : visitors) {
                try {
                    visitor.leaveTrace(test);
                } catch (PlaywrightException closed) {
                    System.err.println("No picture of " + visitor.name + ": " + closed.getMessage());
                }
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        visitors.forEach(Visitor::close);
        if (playwright != null) {
            playwright.close();
        }
    }
}

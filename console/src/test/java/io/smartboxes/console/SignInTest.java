package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeProvider;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {

    @TempDir
    Path folder;

    private FakeProvider provider;
    private FakeApi api;
    private ConsoleServer console;
    private ScriptlessBrowser browser;

    @BeforeEach
    void start() throws Exception {
        provider = FakeProvider.start();
        api = FakeApi.start();
        int port = freePort();
        console = ConsoleServer.start(
                ConsoleSettings.read(Map.of(
                        "listen.port", Integer.toString(port),
                        "public.url", "http://127.0.0.1:" + port,
                        "api.url", api.address().toString(),
                        "gateway.url", "http://127.0.0.1:9",
                        "oidc.issuer", provider.issuer().toString(),
                        "api.console-secret-file",
                                Files.writeString(folder.resolve("console"), "between-us")
                                        .toString(),
                        "oidc.client-secret-file",
                                Files.writeString(folder.resolve("secret"), "hush")
                                        .toString())),
                InstantSource.system());
        browser = new ScriptlessBrowser(port);
    }

    @AfterEach
    void stop() {
        console.close();
        api.close();
        provider.close();
    }

    @Test
    void goesStraightToSignInAndComesBackToThePageThatWasWanted() throws Exception {
        var page = browser.get("/t/x/sandboxes?state=running");

        assertThat(page.uri().getPath()).isEqualTo("/t/x/sandboxes");
        assertThat(page.uri().getQuery()).isEqualTo("state=running");
        assertThat(page.previousResponse().orElseThrow().uri().getPath()).isEqualTo("/sign-in/callback");
        assertThat(browser.get("/t/x/members").previousResponse())
                .as("the second page needs no sign-in")
                .isEmpty();
    }

    @Test
    void saysWhyASignInIsOverAndOffersTheWayBack() throws Exception {
        var page = browser.get("/signed-out?why=ended&to=/t/x/sandboxes%3Fstate%3Drunning");

        assertThat(page.body())
                .contains("This sign-in was ended", "/sign-in?to=%2Ft%2Fx%2Fsandboxes%3Fstate%3Drunning");
    }

    @Test
    void servesWhatBelongsToNobodyWithoutASession() throws Exception {
        for (String path :
                new String[] {"/health", "/css/page.css", "/js/console.js", "/icons/smartboxes.svg", "/js/xterm/LICENSE"
                }) {
            var file = browser.get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.previousResponse()).as(path).isEmpty();
        }
    }

    /** Browsers run no module that is told to be anything else. */
    @Test
    void servesModulesFromNpmAsScripts() throws Exception {
        for (String path : new String[] {"/js/terminal.js", "/js/xterm/xterm.mjs", "/js/addon-fit/addon-fit.mjs"}) {
            var module = browser.get(path);
            assertThat(module.statusCode()).as(path).isEqualTo(200);
            assertThat(module.headers().firstValue("Content-Type"))
                    .as(path)
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
        }
    }

    @Test
    void saysThatSignInIsStartingAndTriesAgain() throws Exception {
        provider.goDown(true);

        var waiting = browser.get("/t/x/sandboxes");

        assertThat(waiting.statusCode()).isEqualTo(503);
        assertThat(waiting.body()).contains("Sign-in is starting", "http-equiv=\"refresh\"");

        provider.goDown(false);
        assertThat(browser.get("/t/x/sandboxes")
                        .previousResponse()
                        .orElseThrow()
                        .uri()
                        .getPath())
                .isEqualTo("/sign-in/callback");
    }

    @Test
    void waitsUntilTheProviderWasToldOfIt() throws Exception {
        provider.knowNoClient(true);

        assertThat(browser.get("/t/x/sandboxes").body()).contains("Sign-in is starting");

        provider.knowNoClient(false);
        assertThat(browser.get("/t/x/sandboxes")
                        .previousResponse()
                        .orElseThrow()
                        .uri()
                        .getPath())
                .isEqualTo("/sign-in/callback");
    }

    @Test
    void leadsToNoOtherSite() throws Exception {
        for (String evil :
                new String[] {"//evil.example", "https://evil.example", "/%5Cevil.example", "%2F%2Fevil.example"}) {
            var page = browser.get("/signed-out?to=" + evil);
            assertThat(page.body()).as(evil).contains("/sign-in?to=%2F\"");
        }
    }

    @Test
    void refusesASignInThatWasNotBegunHere() throws Exception {
        var stranger = browser.get("/sign-in/callback?code=stolen&state=0123456789012345678901234567890123456789");

        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(stranger.body()).contains("That sign-in did not work").doesNotContain("stolen");
    }

    @Test
    void servesNoScreenToScriptsWithoutASession() throws Exception {
        assertThat(browser.get("/?v-r=init&location=").statusCode()).isEqualTo(403);
        assertThat(browser.get("/VAADIN/dynamic/resource/1/x/y").statusCode()).isEqualTo(403);
    }

    @Test
    void tellsBrowsersWhatPagesMayDo() throws Exception {
        var headers = browser.get("/health").headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'")
                        .contains("frame-ancestors 'none'")
                        .contains("object-src 'none'")
                        .contains("base-uri 'self'")
                        .contains("connect-src 'self' http://127.0.0.1:9 ws://127.0.0.1:9"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void keepsItsCookieFromScriptsAndOtherSites() throws Exception {
        var signedIn = browser.get("/t/x/sandboxes").previousResponse().orElseThrow();

        assertThat(signedIn.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("smartboxes_console_")
                        .contains("HttpOnly")
                        .contains("SameSite=Lax"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two areas under one address, for one browser: neither's sign-in is worth anything in the other. */
class StaffAreaTest {

    @TempDir
    Path folder;

    private FakeProvider customers;
    private FakeProvider staff;
    private FakeApi api;
    private ConsoleServer console;
    private ScriptlessBrowser browser;

    @BeforeEach
    void start() throws Exception {
        customers = FakeProvider.start();
        staff = FakeProvider.start("console-staff");
        api = FakeApi.start();
        start(Map.of("staff.issuer", staff.issuer().toString(), "staff.client-secret-file", secret("staff")));
    }

    private void start(Map<String, String> more) throws IOException {
        int port = freePort();
        var settings = new HashMap<>(Map.of(
                "listen.port", Integer.toString(port),
                "public.url", "http://127.0.0.1:" + port,
                "api.url", api.address().toString(),
                "gateway.url", "http://127.0.0.1:9",
                "oidc.issuer", customers.issuer().toString(),
                "api.console-secret-file", secret("console"),
                "oidc.client-secret-file", secret("client")));
        settings.putAll(more);
        console = ConsoleServer.start(ConsoleSettings.read(settings), InstantSource.system());
        browser = new ScriptlessBrowser(port);
    }

    private String secret(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "hush").toString();
    }

    @AfterEach
    void stop() {
        console.close();
        api.close();
        staff.close();
        customers.close();
    }

    @Test
    void signsStaffInAtTheirOwnIssuerAndKeepsTheirSessionApart() throws Exception {
        assertThat(browser.get("/t/x/sandboxes").previousResponse()).isPresent();

        var page = browser.get("/staff/audit?x=1");

        var back = page.previousResponse().orElseThrow();
        assertThat(page.uri().getPath()).isEqualTo("/staff/audit");
        assertThat(back.uri().getPath()).isEqualTo("/staff/sign-in/callback");
        assertThat(back.previousResponse().orElseThrow().uri().getPort())
                .as("a customer's sign-in opens nothing here")
                .isEqualTo(staff.issuer().getPort());
        assertThat(back.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("smartboxes_staff_")
                        .contains("Path=/staff/", "HttpOnly", "SameSite=Lax"));
        assertThat(browser.get("/staff/").previousResponse()).as("signed in").isEmpty();
        assertThat(browser.get("/t/x/sandboxes").previousResponse())
                .as("and the customer's session goes on")
                .isEmpty();
    }

    @Test
    void opensNothingOfCustomersToStaff() throws Exception {
        assertThat(browser.get("/staff/").previousResponse()).isPresent();

        assertThat(browser.get("/t/x/sandboxes")
                        .previousResponse()
                        .orElseThrow()
                        .previousResponse()
                        .orElseThrow()
                        .uri()
                        .getPort())
                .isEqualTo(customers.issuer().getPort());
    }

    @Test
    void guardsItsScreensAndScripts() throws Exception {
        assertThat(browser.get("/staff/?v-r=init&location=").statusCode()).isEqualTo(403);
        assertThat(browser.get("/staff/VAADIN/dynamic/resource/1/x/y").statusCode())
                .isEqualTo(403);
        var open = browser.get("/staff/css/console.css");
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void leadsBackIntoItsOwnAreaAlone() throws Exception {
        assertThat(browser.get("/staff/signed-out?to=/t/x/sandboxes").body())
                .contains("/staff/sign-in?to=%2Fstaff%2F\"");
        assertThat(browser.get("/staff/signed-out?to=/staff/audit").body())
                .contains("/staff/sign-in?to=%2Fstaff%2Faudit\"");
    }

    @Test
    void saysWhereThereIsNoStaffArea() throws Exception {
        console.close();
        start(Map.of());

        var page = browser.get("/staff/tenants/x");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no staff area here", "staff.issuer");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(browser.get("/t/x/sandboxes").previousResponse()).isPresent();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

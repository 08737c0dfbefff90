package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.LiveConnection;
import io.smartboxes.console.testing.ScriptedTab;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other sites' pages, and what others wrote, do in a visitor's name: nothing. */
class ForgeryTest {

    private static final String ELSEWHERE = "http://elsewhere.test";
    private static final String USER = "usr_01h455vb4pex5vsknk084sn0zz";
    private static final String KEY = "key_01h455vb4pex5vsknk084sn0zz";
    private static final String INVITATION = "inv_01h455vb4pex5vsknk084sn0zz";

    /** Each must arrive as it is, and nowhere but as text. */
    private static final List<String> HOSTILE = List.of(
            "<script>hacked()</script>",
            "<img src=x onerror=hacked()>",
            "\"'><svg onload=hacked()>",
            "javascript:hacked()",
            "\u001b[31mhacked\u001b[0m",
            "${hacked} {{hacked}} [[item.hacked]]");

    /** What browsers make elements, or run, of the value of. */
    private static final List<String> LIVE =
            List.of("innerHTML", "outerHTML", "srcdoc", "href", "src", "action", "style");

    @TempDir
    Path folder;

    private TestConsole console;
    private ScriptlessBrowser browser;

    @BeforeEach
    void start() throws Exception {
        console = new TestConsole(folder);
        browser = console.browser();
        browser.get("/");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void changesNothingWithoutThePagesKey() throws Exception {
        var tab = new ScriptedTab(browser, "").open("/account");
        String away = ScriptedTab.navigation("invitations");
        for (String wrong : List.of("", "init", "x", tab.key().toUpperCase(Locale.ROOT))) {
            int before = console.api.calls().size();

            var answer = tab.tell(wrong, away);

            assertThat(answer.body()).as(wrong).doesNotContain("Invitations");
            assertThat(console.api.calls()).as(wrong).hasSize(before);
        }
        assertThat(tab.tell(tab.key(), away).body()).contains("Invitations");
    }

    @Test
    void takesChangesFromItsOwnPagesAlone() throws Exception {
        var tab = new ScriptedTab(browser, "").open("/account");
        String away = ScriptedTab.navigation("invitations");
        for (String origin : List.of(
                ELSEWHERE, "null", console.origin() + "0", console.origin().replace("127.0.0.1", "x.127.0.0.1"))) {
            var refused = tab.tell(tab.key(), away, "Origin", origin);
            assertThat(refused.statusCode()).as(origin).isEqualTo(403);
            assertThat(refused.body()).contains(console.origin(), "public.url").doesNotContain(ELSEWHERE);
            assertThat(browser.once(
                                    "/content/t/s?path=/a",
                                    request -> request.header("Origin", origin)
                                            .header("Smartboxes-Upload", "file")
                                            .POST(BodyPublishers.ofString("x")))
                            .statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(tab.tell(tab.key(), away, "Origin", console.origin()).body()).contains("Invitations");
    }

    @Test
    void knowsItsOwnAddressAsBrowsersWriteIt() {
        assertThat(OwnPagesOnly.origin(URI.create("https://Console.Example.com/")))
                .isEqualTo("https://console.example.com");
        assertThat(OwnPagesOnly.origin(URI.create("https://console.example.com:443")))
                .isEqualTo("https://console.example.com");
        assertThat(OwnPagesOnly.origin(URI.create("http://localhost:80"))).isEqualTo("http://localhost");
        assertThat(OwnPagesOnly.origin(URI.create("https://localhost:8083"))).isEqualTo("https://localhost:8083");
    }

    @Test
    void opensLiveConnectionsOfItsOwnPagesAlone() throws Exception {
        var tab = new ScriptedTab(browser, "").open("/t/" + console.api.tenant() + "/sandboxes");
        for (String origin : List.of(ELSEWHERE, "null")) {
            assertThatThrownBy(() -> LiveConnection.open(browser, tab.push(), origin))
                    .as(origin)
                    .isInstanceOfSatisfying(
                            LiveConnection.RefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(403));
        }
        try (var live = LiveConnection.open(browser, tab.push(), console.origin())) {
            var started = FakeApi.sandbox("running", Instant.now(), null, Map.of());
            assertThat(live.isTold(() -> console.api.tell(started))).isTrue();
        }
    }

    @Test
    void endsNoSignInOnAnotherSitesWord() throws Exception {
        for (String site : List.of("cross-site", "same-site", "none")) {
            browser.once("/sign-out", request -> request.header("Sec-Fetch-Site", site));
        }
        assertThat(new ScriptedTab(browser, "").open("/account").texts("h1")).contains("Account");
    }

    @Test
    void showsWhatOthersWroteAsText() throws Exception {
        for (String hostile : HOSTILE) {
            var sandbox = FakeApi.sandbox("running", Instant.now(), null, Map.of("task", hostile, hostile, "x"));
            console.api.sandboxes().clear();
            console.api.sandboxes().add(sandbox);
            answer(
                    "/v1/members",
                    new MemberList(
                            List.of(new Member(USER, "eve@example.com", hostile, "developer", Instant.EPOCH)), null));
            answer(
                    "/v1/api-keys",
                    new ApiKeyList(
                            List.of(new ApiKey(
                                    KEY,
                                    hostile,
                                    "e2b_0123...cdef",
                                    USER,
                                    List.of("*"),
                                    List.of(),
                                    null,
                                    null,
                                    Instant.EPOCH,
                                    null,
                                    null,
                                    null)),
                            null));
            answer(
                    "/v1/invitations",
                    new InvitationList(
                            List.of(new Invitation(
                                    INVITATION,
                                    "x@example.com",
                                    "viewer",
                                    "pending",
                                    hostile,
                                    Instant.EPOCH,
                                    Instant.EPOCH)),
                            null));
            String tenant = "/t/" + console.api.tenant();
            for (String address : List.of(
                    tenant + "/sandboxes",
                    tenant + "/sandboxes/" + sandbox.id(),
                    tenant + "/members",
                    tenant + "/api-keys")) {
                isTextAlone(new ScriptedTab(browser, "").open(address).look(), hostile, address);
            }
        }
    }

    private static void isTextAlone(ScriptedTab tab, String hostile, String address) {
        assertThat(Stream.concat(tab.changes().stream(), tab.scripts().stream()))
                .as(address + " shows " + hostile)
                .anyMatch(each -> each.toString().contains(escaped(hostile)));
        for (var change : tab.changes()) {
            String key = change.path("key").asString("");
            if (LIVE.contains(key) || key.startsWith("on")) {
                assertThat(change.toString()).as(address).doesNotContain(escaped(hostile));
            }
        }
        for (var script : tab.scripts()) {
            assertThat(script.get(script.size() - 1).asString()).as(address).doesNotContain("hacked");
        }
    }

    private void answer(String path, Object what) {
        console.api.answer(path, Json.MAPPER.writeValueAsString(what));
    }

    /** As it stands within JSON. */
    private static String escaped(String text) {
        String json = Json.MAPPER.writeValueAsString(text);
        return json.substring(1, json.length() - 1);
    }
}

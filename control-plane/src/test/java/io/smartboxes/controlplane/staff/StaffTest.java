package io.smartboxes.controlplane.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.access.Authentication;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.EventSource;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaffTest {

    private static OidcIssuer issuer;
    private static OidcIssuer staffIssuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestPerson customer;
    private static Api customers;
    private static Api staff;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        staffIssuer = new OidcIssuer();
        database = new TestDatabase();
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.staff.issuer", staffIssuer.url());
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        customer = TestPerson.signUp(issuer, replica, "customer");
        customers = customer.at(replica, customer.personalTenant());
        staff = new Api(
                replica.url(),
                Map.of("Authorization", "Bearer " + staffIssuer.staffToken(staffIssuer.person("grace"))));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        staffIssuer.close();
        issuer.close();
    }

    @Test
    void findsATenantByWhateverACustomerQuotes() {
        var key = customers.post("/v1/api-keys", "{\"name\":\"quoted\"}").expect(201);
        var made = customers.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);

        assertThat(hits("CUSTOMER@exam")).hasSize(1);
        assertThat(hits(customer.personalTenant().toString())).hasSize(1);
        assertThat(hits(key.field("id"))).hasSize(1);
        assertThat(hits(key.field("key").substring(0, 8))).isNotEmpty();
        assertThat(hits(made.field("sandboxID"))).hasSize(1);
        assertThat(hits(made.header("X-Request-Id").orElseThrow())).hasSize(1);
        for (String quoted : List.of("customer@example.com", made.field("sandboxID"))) {
            assertThat(hits(quoted).get(0).path("tenantId").asText())
                    .isEqualTo(customer.personalTenant().toString());
        }
        assertThat(hits("nobody@example.com")).isEmpty();
        assertThat(staff.get("/v1/staff/search?q=" + made.field("sandboxID"))
                        .json()
                        .path("understoodAs")
                        .asText())
                .isEqualTo("sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "e2b_", "tnt_1", "sbx", "%25@", "req_1"})
    void refusesWhatIsNoSearch(String text) {
        staff.get("/v1/staff/search?q=" + text).expect(text.equals("%25@") ? 200 : 400);
    }

    @Test
    void looksAtATenantWhoseOwnLogSaysSo() {
        var page = staff.get("/v1/staff/tenants/" + customer.personalTenant())
                .expect(200)
                .json();

        assertThat(page.path("tenant").path("name").asText()).isEqualTo("customer");
        assertThat(page.path("members").findValuesAsText("email")).containsExactly("customer@example.com");
        var seen = customers
                .get("/v1/audit-events?action=staff")
                .expect(200)
                .json()
                .path("items")
                .path(0);
        assertThat(seen.path("actor").path("kind").asText()).isEqualTo("staff");
        assertThat(seen.path("actor").path("id").asText()).isEqualTo("staff:grace@example.com");
        staff.get("/v1/staff/tenants/tnt_01h455vb4pex5vsknk084sn02q").expect(404);
        staff.get("/v1/staff/tenants/x").expect(404);
    }

    @Test
    void suspendsAndUndoesIt() {
        var other = TestPerson.signUp(issuer, replica, "other");
        var theirs = other.at(replica, other.personalTenant());
        String path = "/v1/staff/tenants/" + other.personalTenant() + "/suspension";

        put(path, "{\"step\":\"blocked\",\"cause\":\"Unpaid.\"}", 204);

        theirs.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(403);
        staff.delete(path).expect(400);
        staff.delete(path + "?reason=Paid.").expect(204);
        theirs.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
        var done = new ArrayList<String>();
        staff.get("/v1/staff/audit-events?limit=50")
                .expect(200)
                .json()
                .path("items")
                .forEach(event -> {
                    if (event.path("outcome").asText().equals("done")) {
                        done.add(event.path("action").asText());
                    }
                });
        assertThat(done.subList(0, 2)).containsExactly("tenant.unsuspend", "tenant.suspend");
        assertThat(theirs.get("/v1/audit-events?action=tenant.suspend")
                        .json()
                        .path("items")
                        .path(0)
                        .path("difference")
                        .toString())
                .contains("Unpaid.", "blocked");
        assertThat(theirs.get("/v1/audit-events?action=tenant.unsuspend").text())
                .contains("Paid.", "staff:grace@example.com");
    }

    /** For the banner on its members' open screens, which shows cause and cure. */
    @Test
    void tellsOpenScreensOfASuspensionAndItsEnd() throws IOException {
        var other = TestPerson.signUp(issuer, replica, "watching");
        var theirs = other.at(replica, other.personalTenant());
        String path = "/v1/staff/tenants/" + other.personalTenant() + "/suspension";

        try (var feed = new EventSource(theirs, "/v1/events")) {
            assertThat(feed.next().name()).isEqualTo("ready");
            put(path, "{\"step\":\"throttled\",\"cause\":\"Unpaid.\"}", 204);
            assertThat(limits(feed)).isNotEmpty();
            assertThat(standing(theirs)).contains("Unpaid.");
            staff.delete(path + "?reason=Paid.").expect(204);
            assertThat(limits(feed)).isNotEmpty();
            assertThat(standing(theirs)).doesNotContain("Unpaid.");

            theirs.delete("/v1/tenants/" + other.personalTenant()).expect(200);
            assertThat(limits(feed)).isNotEmpty();
            theirs.post("/v1/tenants/" + other.personalTenant() + "/restore", "")
                    .expect(200);
            assertThat(limits(feed)).isNotEmpty();
        }
    }

    /** What the members' Limits screen reads changes with it, and their open screens are told. */
    @Test
    void letsAnotherLimitHoldAndUndoesIt() throws IOException {
        var other = TestPerson.signUp(issuer, replica, "limited");
        var theirs = other.at(replica, other.personalTenant());
        String path = "/v1/staff/tenants/" + other.personalTenant() + "/limits/sandboxes";
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.HOURS);

        try (var feed = new EventSource(theirs, "/v1/events")) {
            assertThat(feed.next().name()).isEqualTo("ready");
            put(path, "{\"limit\":1,\"reason\":\"A try.\",\"expiresAt\":\"" + end + "\"}", 204);

            assertThat(limits(feed)).contains("\"limit\":1,", "A try.", end.toString());
            theirs.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
            theirs.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(429);
            put(path, "{\"unlimited\":true,\"reason\":\"Paid.\"}", 204);
            assertThat(limits(feed)).contains("Paid.").doesNotContain("\"limit\":1,");
            staff.delete(path).expect(400);
            staff.delete(path + "?reason=Over.").expect(204);
            assertThat(limits(feed)).doesNotContain("Paid.");
        }
        staff.delete(path + "?reason=Over.").expect(404);
        var events =
                theirs.get("/v1/audit-events?action=limit").expect(200).json().path("items");
        assertThat(events.findValuesAsText("action"))
                .containsExactly("limit.restore", "limit.override", "limit.override");
        assertThat(events.path(2).path("difference").toString())
                .contains("\"sandboxes\"", "\"after\":\"1\"", "A try.", end.toString());
        assertThat(events.path(0).path("actor").path("id").asText()).isEqualTo("staff:grace@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"limit\":1}",
                "{\"limit\":1,\"unlimited\":true,\"reason\":\"x\"}",
                "{\"limit\":-1,\"reason\":\"x\"}",
                "{\"limit\":1000000000001,\"reason\":\"x\"}",
                "{\"limit\":1,\"reason\":\"x\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"limit\":1,\"reason\":\"x\",\"expiresAt\":\"tomorrow\"}",
                "{\"limit\":1,\"reason\":\"x\",\"expiresAt\":\"9999-01-01T00:00:00Z\"}"
            })
    void refusesWhatIsNoOverride(String body) {
        put("/v1/staff/tenants/" + customer.personalTenant() + "/limits/sandboxes", body, 400);
    }

    @Test
    void knowsNoOtherLimitsAndNoOtherTenants() {
        String body = "{\"limit\":1,\"reason\":\"x\"}";
        put("/v1/staff/tenants/" + customer.personalTenant() + "/limits/money", body, 404);
        put("/v1/staff/tenants/tnt_01h455vb4pex5vsknk084sn02q/limits/sandboxes", body, 404);
        put("/v1/staff/tenants/x/limits/sandboxes", body, 404);
    }

    /** Each look at a part of a tenant is in its log before anything is shown; leafing on is the same look. */
    @ParameterizedTest
    @CsvSource({"usage,usage", "sandboxes,sandboxes", "api-keys,api keys", "audit-events,audit log"})
    void showsTheTenantsPartsAndSaysSoInItsLog(String route, String part) {
        String path = "/v1/staff/tenants/" + customer.personalTenant() + "/" + route;
        long before = looks(part);

        staff.get(path).expect(200);

        assertThat(looks(part)).isEqualTo(before + 1);
        staff.get(path + "?nextToken=!").expect(400);
        assertThat(looks(part)).isEqualTo(before + 1);
        staff.get("/v1/staff/tenants/tnt_01h455vb4pex5vsknk084sn02q/" + route).expect(404);
    }

    @Test
    void showsEveryonesSandboxesAndKeysPageByPage() {
        customers.post("/v1/api-keys", "{\"name\":\"first\"}").expect(201);
        customers.post("/v1/api-keys", "{\"name\":\"second\"}").expect(201);
        String made = customers
                .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
        String path = "/v1/staff/tenants/" + customer.personalTenant();

        var keys = staff.get(path + "/api-keys?limit=1").expect(200).json();
        var next = staff.get(path + "/api-keys?limit=1&nextToken="
                        + keys.path("nextToken").asText())
                .expect(200)
                .json();

        assertThat(keys.path("keys").path(0).path("name").asText()).isEqualTo("second");
        assertThat(next.path("keys").path(0).path("name").asText()).isEqualTo("first");
        assertThat(staff.get(path + "/sandboxes?state=running").text()).contains(made);
        assertThat(staff.get(path + "/sandboxes?state=ended").text()).doesNotContain(made);
        staff.get(path + "/sandboxes?state=lost").expect(400);
        assertThat(staff.get(path + "/usage?groupBy=sandbox")
                        .json()
                        .path("groupBy")
                        .asText())
                .isEqualTo("sandbox");
        assertThat(staff.get(path).json().path("limits").path("limits").size()).isEqualTo(10);
    }

    /** Its own log says who tried what, and no tenant's does. */
    @Test
    void writesDownWhatStaffWereRefused() {
        var halfway = staffIssuer.person("halfway");
        var without = as(staffIssuer.token(halfway, claims -> claims.claim("amr", List.of("pwd"))));
        without.get("/v1/staff/search?q=customer").expect(403);
        without.get("/v1/staff/search?q=customer").expect(403);
        put(
                "/v1/staff/tenants/tnt_01h455vb4pex5vsknk084sn02q/suspension",
                "{\"step\":\"blocked\",\"cause\":\"x\"}",
                404);

        Eventually.until(
                "both are in the log",
                () -> refusedStaff()
                        .containsAll(List.of(
                                "staff:halfway@example.com access.staff second_factor_required",
                                "staff:grace@example.com tenant.suspend not_found")));
        assertThat(customers.get("/v1/audit-events").expect(200).text()).doesNotContain("halfway");
        // In the log itself, once their minute is over.
        database.update("update audit_refusal set minute = minute - interval '2 minutes' where actor like 'staff:%'");
        Eventually.until(
                "the count is closed",
                () -> database.rows("select from audit_event where actor = 'staff:halfway@example.com'")
                                .size()
                        == 1);
        assertThat(refusedStaff()).contains("staff:halfway@example.com access.staff second_factor_required");
    }

    private static List<String> refusedStaff() {
        var found = new ArrayList<String>();
        staff.get("/v1/staff/audit-events?limit=50")
                .expect(200)
                .json()
                .path("items")
                .forEach(event -> found.add(event.path("actor").path("id").asText() + " "
                        + event.path("action").asText() + " "
                        + event.path("code").asText()));
        return found;
    }

    @Test
    void letsNobodyInWithoutASecondFactor() {
        var grace = staffIssuer.person("grace");
        for (var methods : List.of(List.of(), List.of("pwd"), List.of("otpish"))) {
            var token = staffIssuer.token(grace, claims -> claims.claim("amr", methods));
            assertThat(as(token).get("/v1/staff/audit-events").expect(403).text())
                    .contains("second_factor_required", "Sign out and in again");
        }
        as(staffIssuer.token(grace, claims -> claims.claim("amr", "otp")))
                .get("/v1/staff/audit-events")
                .expect(403);
        assertThat(as(staffIssuer.token(grace, claims -> claims.claim("amr", List.of("pwd", "otp"))))
                        .get("/v1/staff/me")
                        .expect(200)
                        .field("email"))
                .isEqualTo("grace@example.com");
    }

    @Test
    void endsASignInOnTheIssuersWord() {
        var here = staffIssuer.person("grace");
        var elsewhere = here.again();
        as(staffIssuer.staffToken(here)).get("/v1/staff/audit-events").expect(200);

        logout(staffIssuer.logoutToken(
                        claims -> claims.audience("console-staff").claim("sid", here.sid())))
                .expect(200);

        // An ended sign-in gets no tokens; should one come late, it is as dead as the others.
        Eventually.until(
                "the sign-in has ended",
                () -> as(staffIssuer.staffToken(here))
                                .get("/v1/staff/audit-events")
                                .status()
                        == 401);
        as(staffIssuer.staffToken(elsewhere)).get("/v1/staff/audit-events").expect(200);
    }

    @Test
    void endsAllOfSomebodysSignIns() {
        var person = staffIssuer.person("leaver");
        String token = staffIssuer.token(
                person,
                claims -> claims.claim("amr", List.of("otp"))
                        .issueTime(Date.from(Instant.now().minusSeconds(60))));
        as(token).get("/v1/staff/audit-events").expect(200);

        logout(staffIssuer.logoutToken(
                        claims -> claims.audience("console-staff").subject(person.subject())))
                .expect(200);

        Eventually.until(
                "all have ended", () -> as(token).get("/v1/staff/audit-events").status() == 401);
        as(staffIssuer.staffToken(person.again())).get("/v1/staff/audit-events").expect(200);
    }

    /** Each issuer's word counts for its own sign-ins. */
    @Test
    void endsNothingOnAnotherIssuersWord() {
        logout(issuer.logoutToken(claims -> claims.audience("console-staff").claim("sid", "x")))
                .expect(400);
        logout(staffIssuer.logoutToken(claims -> claims.claim("sid", "x"))).expect(400);
        logout("x").expect(400);
        new Api(replica.url(), Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/v1/staff/sessions/backchannel-logout", "a=b")
                .expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"step\":\"blocked\"}",
                "{\"step\":\"gone\",\"cause\":\"x\"}",
                "{\"step\":\"blocked\",\"cause\":\" \"}",
                "{\"step\":\"terminating\",\"cause\":\"x\",\"graceSeconds\":-1}"
            })
    void refusesWhatIsNoSuspension(String body) {
        put("/v1/staff/tenants/" + customer.personalTenant() + "/suspension", body, 400);
    }

    /** The two issuers open two different doors. */
    @Test
    void letsNobodyElseIn() {
        String path = "/v1/staff/tenants/" + customer.personalTenant();
        String key =
                customers.post("/v1/api-keys", "{\"name\":\"k\"}").expect(201).field("key");

        customers.get(path).expect(401);
        new Api(replica.url(), Map.of("X-API-KEY", key)).get(path).expect(401);
        new Api(replica.url(), Map.of()).get(path).expect(401);
        for (String closed : List.of("/v1/me", "/v1/members", "/v1/audit-events")) {
            staff.get(closed).expect(401);
        }
        try (var without = TestReplica.withoutLink(database, issuer.settings())) {
            new Api(without.url(), staff.headers()).get(path).expect(401);
        }
    }

    @Test
    void refusesToStartWithOneIssuerForBoth() {
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.staff.issuer", issuer.url());

        assertThatThrownBy(() -> {
                    try (var replica = TestReplica.withoutLink(database, settings)) {
                        replica.bean(Authentication.class);
                    }
                })
                .hasStackTraceContaining("every customer would be staff");
    }

    /** What the stream says next of limits. */
    private static String limits(EventSource feed) throws IOException {
        while (true) {
            var event = feed.next();
            if (event.name().equals("limits")) {
                return event.data();
            }
        }
    }

    private static String standing(Api person) {
        return person.get("/v1/me").expect(200).json().path("memberships").toString();
    }

    private static long looks(String part) {
        return customers
                .get("/v1/audit-events?action=staff.view")
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("after")
                .stream()
                .filter(part::equals)
                .count();
    }

    private static Api as(String token) {
        return new Api(replica.url(), Map.of("Authorization", "Bearer " + token));
    }

    private static Reply logout(String token) {
        return new Api(replica.url(), Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/v1/staff/sessions/backchannel-logout", "logout_token=" + token);
    }

    private static JsonNode hits(String query) {
        return staff.get("/v1/staff/search?q=" + query).expect(200).json().path("items");
    }

    private static void put(String path, String body, int status) {
        staff.with("Content-Type", "application/json").send("PUT", path, body).expect(status);
    }
}

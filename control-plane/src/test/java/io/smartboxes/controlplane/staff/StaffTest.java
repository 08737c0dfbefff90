package io.smartboxes.controlplane.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.access.Authentication;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                replica.url(), Map.of("Authorization", "Bearer " + staffIssuer.token(staffIssuer.person("grace"))));
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
        staff.delete(path).expect(204);
        theirs.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
        assertThat(staff.get("/v1/staff/audit-events?limit=2")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .containsExactly("tenant.unsuspend", "tenant.suspend");
        assertThat(theirs.get("/v1/audit-events?action=tenant.suspend")
                        .json()
                        .path("items")
                        .path(0)
                        .path("difference")
                        .toString())
                .contains("Unpaid.", "blocked");
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

    private static JsonNode hits(String query) {
        return staff.get("/v1/staff/search?q=" + query).expect(200).json().path("items");
    }

    private static void put(String path, String body, int status) {
        staff.with("Content-Type", "application/json").send("PUT", path, body).expect(status);
    }
}

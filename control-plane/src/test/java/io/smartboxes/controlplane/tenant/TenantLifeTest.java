package io.smartboxes.controlplane.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.id.TenantId;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How tenants change hands, stand still, end, and come back. */
class TenantLifeTest {

    private static final String NEW_SANDBOX = "{\"templateID\":\"base\"}";

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;

    private TestPerson owner;
    private TenantId tenant;
    private Api owners;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        workers = new ScriptedWorkers(database, replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void people() {
        owner = TestPerson.signUp(issuer, replica, "owner");
        tenant = owner.personalTenant();
        owners = owner.at(replica, tenant);
    }

    @Test
    void changesHands() {
        var heir = member("heir", "developer");

        owners.post(path("/transfer"), "{\"userId\":\"" + heir.id() + "\"}").expect(204);

        assertThat(role(heir)).isEqualTo("owner");
        assertThat(role(owner)).isEqualTo("admin");
        owners.post(path("/transfer"), "{\"userId\":\"" + heir.id() + "\"}").expect(403);
    }

    @Test
    void goesToMembersOnly() {
        var stranger = TestPerson.signUp(issuer, replica, "stranger");

        owners.post(path("/transfer"), "{\"userId\":\"" + stranger.id() + "\"}").expect(404);
        owners.post(path("/transfer"), "{\"userId\":\"x\"}").expect(404);
        owners.post(path("/transfer"), "{}").expect(404);
        owners.post(path("/transfer"), "{\"userId\":\"" + owner.id() + "\"}").expect(409);
        assertThat(role(owner)).isEqualTo("owner");
    }

    @Test
    void endsWithEverythingInItAndCanBeRestored() {
        String sandbox = owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201).field("sandboxID");

        var closing = owners.delete(path("")).expect(200).json().path("standing");

        assertThat(closing.path("code").asText()).isEqualTo("closing");
        assertThat(closing.path("until").asText()).isNotEmpty();
        Eventually.until(
                "it ends",
                () -> owners.get("/v1/sandboxes/" + sandbox)
                        .json()
                        .path("state")
                        .asText()
                        .equals("TERMINATED"));
        assertThat(owners.get("/v1/sandboxes/" + sandbox)
                        .json()
                        .path("cause")
                        .path("code")
                        .asText())
                .isEqualTo("tenant:closed");
        assertThat(owners.post("/v2/sandboxes", NEW_SANDBOX).expectError(403).field("error_code"))
                .isEqualTo("tenant_closing");
        owners.delete(path("")).expect(200);

        owners.post(path("/restore"), "").expect(200);

        assertThat(owners.get(path("")).expect(200).json().has("standing")).isFalse();
        owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201);
    }

    @Test
    void isDeletedByItsOwnerOnly() {
        var admin = member("admin", "admin");

        admin.at(replica).delete(path("")).expect(403);
        admin.at(replica).post(path("/restore"), "").expect(403);
        TestPerson.signUp(issuer, replica, "stranger")
                .at(replica)
                .delete(path(""))
                .expect(404);
    }

    @Test
    void isGoneAfterItsGrace() {
        String key = owners.post("/v1/api-keys", "{\"name\":\"k\"}").expect(201).field("key");
        var program = new Api(replica.url(), Map.of("X-API-KEY", key));
        program.get("/v2/sandboxes").expect(200);
        owners.delete(path("")).expect(200);
        replica.bean(TenantReaper.class).sweep();
        owners.get(path("")).expect(200);

        database.update("update tenant set delete_at = now() - interval '1 second' where id = ?", tenant.value());

        Eventually.until(
                "its owner is no member any more", () -> owners.get(path("")).status() == 404);
        Eventually.within(
                Duration.ofSeconds(12),
                "its key opens nothing",
                () -> program.get("/v2/sandboxes").status() == 401);
        assertThat(database.rows("select name from tenant where id = ?", tenant.value()))
                .singleElement()
                .satisfies(row -> assertThat(row.get("name")).isEqualTo("deleted tenant"));
        assertThat(database.rows(
                        "select actor from audit_event where tenant_id = ? and action = 'tenant.delete'",
                        tenant.value()))
                .singleElement()
                .satisfies(row -> assertThat(row.get("actor")).isEqualTo("system"));
    }

    @Test
    void waitsForItsLastSandbox() {
        owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201);
        workers.endNothing();
        try {
            owners.delete(path("")).expect(200);
            database.update("update tenant set delete_at = now() - interval '1 second' where id = ?", tenant.value());

            replica.bean(TenantReaper.class).sweep();

            owners.get(path("")).expect(200);
        } finally {
            workers.doEverything();
        }
        Eventually.until("then it goes", () -> owners.get(path("")).status() == 404);
    }

    @Test
    void climbsTheLadderOfSuspensionAndComesDown() {
        String sandbox = owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201).field("sandboxID");
        var ladder = replica.bean(Suspensions.class);

        ladder.suspend(tenant, Suspension.THROTTLED, "Too many sandboxes were made too fast.", null);
        owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201);
        var slow = owners.post("/v2/sandboxes", NEW_SANDBOX).expectError(429);
        assertThat(slow.field("error_code")).isEqualTo("tenant_throttled");
        assertThat(slow.header("Retry-After")).isPresent();

        ladder.suspend(tenant, Suspension.BLOCKED, "Mining is not allowed.", null);
        var blocked = owners.post("/v2/sandboxes", NEW_SANDBOX).expectError(403);
        assertThat(blocked.field("error_code")).isEqualTo("tenant_suspended");
        assertThat(blocked.field("message")).contains("Mining is not allowed.", "Write to whoever runs this service");
        var banner = owners.get("/v1/me")
                .json()
                .path("memberships")
                .path(0)
                .path("tenant")
                .path("standing");
        assertThat(banner.path("code").asText()).isEqualTo("blocked");
        assertThat(banner.path("cause").asText()).startsWith("Mining is not allowed.");
        assertThat(banner.path("cure").asText()).isNotEmpty();
        owners.get("/sandboxes/" + sandbox).expect(200);

        ladder.suspend(tenant, Suspension.TERMINATING, "Mining is not allowed.", Duration.ZERO);
        Eventually.until(
                "what ran ends", () -> owners.get("/sandboxes/" + sandbox).status() == 404);
        Eventually.until(
                "with its cause",
                () -> owners.get("/v1/sandboxes/" + sandbox)
                        .json()
                        .path("cause")
                        .path("code")
                        .asText()
                        .equals("tenant:suspended"));

        ladder.unsuspend(tenant, "Paid.");
        owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201);
        assertThat(owners.get(path("")).json().has("standing")).isFalse();
        assertThat(owners.get("/v1/audit-events?action=tenant")
                        .json()
                        .path("items")
                        .findValuesAsText("action"))
                .startsWith("tenant.unsuspend", "tenant.suspend", "tenant.suspend", "tenant.suspend");
    }

    @Test
    void givesRunningSandboxesTheirGrace() {
        String sandbox = owners.post("/v2/sandboxes", NEW_SANDBOX).expect(201).field("sandboxID");

        replica.bean(Suspensions.class).suspend(tenant, Suspension.TERMINATING, "x.", Duration.ofHours(1));

        assertThat(owners.get(path("")).json().path("standing").path("until").asText())
                .isNotEmpty();
        owners.get("/sandboxes/" + sandbox).expect(200);
    }

    @Test
    void losesAPersonWhoDeletesTheirAccount() {
        var goner = member("goner", "developer");
        String key = goner.at(replica, tenant)
                .post("/v1/api-keys", "{\"name\":\"theirs\"}")
                .expect(201)
                .field("key");

        goner.at(replica).delete("/v1/me").expect(204);

        goner.at(replica).get("/v1/me").expect(401);
        new Api(replica.url(), Map.of("X-API-KEY", key)).get("/v2/sandboxes").expectError(401);
        assertThat(owners.get("/v1/members").json().path("items")).hasSize(1);
        assertThat(database.rows(
                                "select to_json(u)::text as row from user_account u where id = ?",
                                goner.id().value())
                        .toString())
                .doesNotContain("goner@", goner.who().subject());
        var event = owners.get("/v1/audit-events?action=member.remove")
                .json()
                .path("items")
                .path(0);
        assertThat(event.path("actor").path("id").asText()).isEqualTo(goner.id().toString());
        assertThat(event.path("actor").has("name"))
                .as("nobody knows who it was")
                .isFalse();
        Eventually.until(
                "what was theirs alone goes too",
                () -> !database.rows(
                                "select 1 as one from tenant where id = ? and deleted_at is not null",
                                goner.personalTenant().value())
                        .isEmpty());

        var back = TestPerson.signUp(issuer, replica, "goner");
        assertThat(back.id()).isNotEqualTo(goner.id());
    }

    @Test
    void keepsItsLastOwnerUntilThereIsAnother() {
        var other = member("other", "admin");

        var refused = owners.delete("/v1/me").expect(409);

        assertThat(refused.field("type")).endsWith("last_owner");
        assertThat(refused.field("detail")).contains("last owner of \"owner\"");
        owners.get(path("")).expect(200);
        owners.post(path("/transfer"), "{\"userId\":\"" + other.id() + "\"}").expect(204);
        owners.delete("/v1/me").expect(204);
        assertThat(other.at(replica, tenant).get("/v1/members").json().path("items"))
                .hasSize(1);
    }

    @Test
    void saysWhatARemovalWouldMeanAndEndsOrKeepsTheKeys() {
        var leaver = member("leaver", "developer");
        var one = leaver.at(replica, tenant)
                .post("/v1/api-keys", "{\"name\":\"one\"}")
                .expect(201);
        var program = new Api(replica.url(), Map.of("X-API-KEY", one.field("key")));
        program.get("/v2/sandboxes").expect(200);

        var effect = owners.get("/v1/members/" + leaver.id() + "/removal")
                .expect(200)
                .json();
        assertThat(effect.path("keys").findValuesAsText("name")).containsExactly("one");
        assertThat(effect.has("refused")).isFalse();
        assertThat(effect.toString()).doesNotContain(one.field("key"));
        assertThat(owners.get("/v1/members/" + owner.id() + "/removal")
                        .expect(200)
                        .field("refused"))
                .contains("last owner");
        leaver.at(replica, tenant).get("/v1/members/" + owner.id() + "/removal").expect(403);
        owners.delete("/v1/members/" + leaver.id() + "?keys=burn").expect(400);

        owners.delete("/v1/members/" + leaver.id() + "?keys=hand_over").expect(204);

        program.get("/v2/sandboxes").expect(200);
        assertThat(owners.get("/v1/audit-events?action=api_key.hand_over")
                        .json()
                        .path("items"))
                .hasSize(1);

        var second = member("second", "developer");
        var other = second.at(replica, tenant)
                .post("/v1/api-keys", "{\"name\":\"two\"}")
                .expect(201);
        owners.delete("/v1/members/" + second.id()).expect(204);
        new Api(replica.url(), Map.of("X-API-KEY", other.field("key")))
                .get("/v2/sandboxes")
                .expectError(401);
        second.join(database, replica, tenant, "developer");
        new Api(replica.url(), Map.of("X-API-KEY", other.field("key")))
                .get("/v2/sandboxes")
                .expectError(401);
    }

    @Test
    void letsNobodyKeepTheKeysThatTheyLeaveBehind() {
        var leaver = member("leaver", "admin");

        leaver.at(replica, tenant)
                .delete("/v1/members/" + leaver.id() + "?keys=hand_over")
                .expect(409);
        leaver.at(replica, tenant).delete("/v1/members/" + leaver.id()).expect(204);
    }

    private TestPerson member(String name, String role) {
        return TestPerson.signUp(issuer, replica, name).join(database, replica, tenant, role);
    }

    private String path(String rest) {
        return "/v1/tenants/" + tenant + rest;
    }

    private String role(TestPerson person) {
        for (var membership :
                person.at(replica).get("/v1/me").expect(200).json().path("memberships")) {
            if (membership.path("tenant").path("id").asText().equals(tenant.toString())) {
                return membership.path("role").asText();
            }
        }
        return "none";
    }
}

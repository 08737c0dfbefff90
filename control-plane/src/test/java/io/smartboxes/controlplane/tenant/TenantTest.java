package io.smartboxes.controlplane.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TenantTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
    }

    @AfterAll
    static void stop() {
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void isNamedByAHeaderOnceThereAreSeveral() {
        var person = TestPerson.signUp(issuer, replica, "two");
        var api = person.at(replica);
        api.get("/v2/sandboxes").expect(200);

        var made = api.post("/v1/tenants", "{\"name\":\"Acme\"}").expect(201);

        assertThat(made.field("name")).isEqualTo("Acme");
        assertThat(made.json().path("personal").asBoolean()).isFalse();
        assertThat(api.get("/v2/sandboxes").expectError(400).field("error_code"))
                .isEqualTo("tenant_required");
        assertThat(api.get("/v1/api-keys").expect(400).field("detail")).contains("Smartboxes-Tenant", "/v1/me");
        var inside = api.with("Smartboxes-Tenant", made.field("id"));
        inside.get("/v2/sandboxes").expect(200);
        inside.post("/v1/api-keys", "{\"name\":\"of acme\"}").expect(201);
        assertThat(person.at(replica, person.personalTenant())
                        .get("/v1/api-keys")
                        .text())
                .doesNotContain("of acme");
        assertThat(api.get("/v1/me").json().path("memberships")).hasSize(2);
    }

    @Test
    void isNobodyElses() {
        var mine = TestPerson.signUp(issuer, replica, "mine");
        var theirs = TestPerson.signUp(issuer, replica, "theirs");

        var foreign =
                theirs.at(replica, mine.personalTenant()).get("/v1/api-keys").expect(404);
        var neverWas = theirs.at(replica)
                .with("Smartboxes-Tenant", "tnt_01h455vb4pex5vsknk084sn02q")
                .get("/v1/api-keys")
                .expect(404);

        assertThat(foreign.field("detail")).isEqualTo(neverWas.field("detail"));
        theirs.at(replica).with("Smartboxes-Tenant", "x").get("/v2/sandboxes").expectError(404);
        theirs.at(replica)
                .with("Content-Type", "application/json")
                .send("PATCH", "/v1/tenants/" + mine.personalTenant(), "{\"name\":\"stolen\"}")
                .expect(404);
    }

    @Test
    void isRenamedByThoseWhoMay() {
        var owner = TestPerson.signUp(issuer, replica, "owner");
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        String path = "/v1/tenants/" + owner.personalTenant();
        var json = "application/json";

        owner.at(replica)
                .with("Content-Type", json)
                .send("PATCH", path, "{\"name\":\"Ours\"}")
                .expect(200);
        owner.at(replica)
                .with("Content-Type", json)
                .send("PATCH", path, "{\"name\":\"a\\nb\"}")
                .expect(400);
        owner.at(replica).with("Content-Type", json).send("PATCH", path, "{}").expect(400);
        var refused = viewer.at(replica)
                .with("Content-Type", json)
                .send("PATCH", path, "{\"name\":\"Mine\"}")
                .expect(403);

        assertThat(refused.field("detail")).contains("viewer", "change the tenant's settings", "owner or admin");
        assertThat(owner.at(replica).get("/v1/me").text()).contains("\"Ours\"").doesNotContain("\"Mine\"");
    }

    @Test
    void isTheKeysOwnWhateverTheHeaderSays() {
        var tenant = TestTenant.in(replica, database);

        tenant.at(replica)
                .with("Smartboxes-Tenant", tenant.id().toString())
                .get("/v2/sandboxes")
                .expect(200);
        tenant.at(replica)
                .with("Smartboxes-Tenant", "tnt_01h455vb4pex5vsknk084sn02q")
                .get("/v2/sandboxes")
                .expectError(400);
    }
}

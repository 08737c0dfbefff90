package io.smartboxes.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.OpenApi;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.id.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the OpenAPI document that changes something: done once by somebody who may, and asked for by somebody who may not. */
class EveryChangeIsAuditedTest {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static OidcIssuer issuer;
    private static OidcIssuer staffIssuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestPerson owner;
    private static TestPerson member;
    private static TestPerson viewer;
    private static Api staff;
    /** Whom staff suspends. */
    private static TestPerson bystander;
    /** Whose account is deleted. */
    private static TestPerson goner;

    private static Api owners;

    /** What a route is called in the log, and a request to it that succeeds. */
    private record Example(String action, Supplier<Reply> request) {}

    private static final Map<String, Example> EXAMPLES = Map.ofEntries(
            Map.entry(
                    "POST /sandboxes",
                    new Example("sandbox.create", () -> owners.post("/sandboxes", "{\"templateID\":\"base\"}"))),
            Map.entry(
                    "POST /v2/sandboxes",
                    new Example("sandbox.create", () -> owners.post("/v2/sandboxes", "{\"templateID\":\"base\"}"))),
            Map.entry("DELETE /sandboxes/{sandboxID}", new Example("sandbox.kill", () -> owners.delete(sandbox()))),
            Map.entry(
                    "POST /sandboxes/{sandboxID}/timeout",
                    new Example("sandbox.timeout", () -> owners.post(sandbox() + "/timeout", "{\"timeout\":60}"))),
            Map.entry(
                    "POST /sandboxes/{sandboxID}/refreshes",
                    new Example("sandbox.timeout", () -> owners.post(sandbox() + "/refreshes", "{\"duration\":3000}"))),
            Map.entry(
                    "POST /sandboxes/{sandboxID}/connect",
                    new Example("sandbox.open", () -> owners.post(sandbox() + "/connect", "{\"timeout\":1}"))),
            Map.entry(
                    "POST /v2/sandboxes/{sandboxID}/connect",
                    new Example("sandbox.open", () -> owners.post("/v2" + sandbox() + "/connect", "{\"timeout\":1}"))),
            Map.entry(
                    "POST /v1/sandboxes/{id}/terminal-tickets",
                    new Example("terminal.open", () -> owners.post("/v1" + sandbox() + "/terminal-tickets", "{}"))),
            Map.entry(
                    "POST /v1/api-keys",
                    new Example("api_key.create", () -> owners.post("/v1/api-keys", "{\"name\":\"x\"}"))),
            Map.entry(
                    "DELETE /v1/api-keys/{id}",
                    new Example(
                            "api_key.revoke",
                            () -> owners.delete("/v1/api-keys/"
                                    + owners.post("/v1/api-keys", "{\"name\":\"x\"}")
                                            .expect(201)
                                            .field("id")))),
            Map.entry(
                    "POST /v1/api-keys/{id}/rotate",
                    new Example(
                            "api_key.rotate",
                            () -> owners.post(
                                    "/v1/api-keys/"
                                            + owners.post("/v1/api-keys", "{\"name\":\"x\"}")
                                                    .expect(201)
                                                    .field("id") + "/rotate",
                                    "{\"overlap\":\"0\"}"))),
            Map.entry("POST /v1/invitations", new Example("invitation.create", () -> invite(owners, nobody()))),
            Map.entry(
                    "DELETE /v1/invitations/{id}",
                    new Example(
                            "invitation.revoke", () -> owners.delete("/v1/invitations/" + invited(owners, nobody())))),
            Map.entry(
                    "POST /v1/invitations/{id}/resend",
                    new Example(
                            "invitation.resend",
                            () -> owners.post("/v1/invitations/" + invited(owners, nobody()) + "/resend", ""))),
            Map.entry(
                    "POST /v1/invitations/{id}/accept",
                    new Example("invitation.accept", () -> answerOneFromElsewhere("accept"))),
            Map.entry(
                    "POST /v1/invitations/{id}/decline",
                    new Example("invitation.decline", () -> answerOneFromElsewhere("decline"))),
            Map.entry(
                    "POST /v1/tenants",
                    new Example("tenant.create", () -> owners.post("/v1/tenants", "{\"name\":\"x\"}"))),
            Map.entry(
                    "DELETE /v1/tenants/{id}",
                    new Example("tenant.close", () -> owners.delete("/v1/tenants/" + tenant()))),
            Map.entry(
                    "POST /v1/tenants/{id}/restore", new Example("tenant.restore", EveryChangeIsAuditedTest::restore)),
            Map.entry(
                    "POST /v1/tenants/{id}/transfer",
                    new Example("tenant.transfer", EveryChangeIsAuditedTest::transfer)),
            Map.entry(
                    "PATCH /v1/tenants/{id}",
                    new Example(
                            "tenant.rename",
                            () -> patch(owners, "/v1/tenants/" + owner.personalTenant(), "{\"name\":\"y\"}"))),
            Map.entry(
                    "PATCH /v1/members/{id}",
                    new Example(
                            "member.change",
                            () -> patch(owners, "/v1/members/" + member.id(), "{\"role\":\"admin\"}"))),
            Map.entry(
                    "DELETE /v1/members/{id}",
                    new Example(
                            "member.remove",
                            () -> owners.delete(
                                    "/v1/members/" + newMember("developer").id()))),
            Map.entry(
                    "DELETE /v1/me",
                    new Example("account.delete", () -> goner.at(replica).delete("/v1/me"))),
            Map.entry(
                    "PUT /v1/staff/tenants/{id}/suspension",
                    new Example("tenant.suspend", EveryChangeIsAuditedTest::suspend)),
            Map.entry(
                    "DELETE /v1/staff/tenants/{id}/suspension",
                    new Example(
                            "tenant.unsuspend",
                            () -> staff.delete(
                                    "/v1/staff/tenants/" + bystander.personalTenant() + "/suspension?reason=x"))),
            Map.entry(
                    "PUT /v1/staff/tenants/{id}/limits/{resource}",
                    new Example("limit.override", EveryChangeIsAuditedTest::override)),
            Map.entry("DELETE /v1/staff/tenants/{id}/limits/{resource}", new Example("limit.restore", () -> {
                override().expect(204);
                return staff.delete("/v1/staff/tenants/" + bystander.personalTenant() + "/limits/sandboxes?reason=x");
            })),
            Map.entry(
                    "DELETE /v1/sessions/{id}",
                    new Example(
                            "session.end",
                            () -> owners.delete("/v1/sessions/"
                                    + owner.again()
                                            .at(replica)
                                            .get("/v1/me")
                                            .expect(200)
                                            .json()
                                            .path("session")
                                            .path("id")
                                            .asText()))));

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        staffIssuer = new OidcIssuer();
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.staff.issuer", staffIssuer.url());
        // Nobody listens there: mail waits, as it may.
        settings.put("smartboxes.mail.host", "127.0.0.1");
        settings.put("smartboxes.mail.port", 9);
        settings.put("smartboxes.mail.tls", "none");
        settings.put("smartboxes.gateway.url", "http://gateway.test");
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        owner = TestPerson.signUp(issuer, replica, "owner");
        owners = owner.at(replica, owner.personalTenant());
        member = newMember("developer");
        viewer = newMember("viewer");
        bystander = TestPerson.signUp(issuer, replica, "bystander");
        staff = new Api(
                replica.url(),
                Map.of("Authorization", "Bearer " + staffIssuer.staffToken(staffIssuer.person("staff"))));
        goner = TestPerson.signUp(issuer, replica, "goner");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        staffIssuer.close();
        issuer.close();
    }

    static Stream<String> changes() {
        return OpenApi.routes().stream()
                .filter(route -> CHANGING.contains(route.method()))
                .map(OpenApi.Route::toString);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void leavesAnEventInTheSameTransaction(String route) {
        assertThat(EXAMPLES).as("an example of the new route").containsKey(route);
        var example = EXAMPLES.get(route);

        var reply = example.request().get();

        assertThat(reply.status()).as(route + ": " + reply.text()).isLessThan(300);
        assertThat(database.rows(
                        "select * from audit_event where action = ? and outcome = 'done' and request_id = ?",
                        example.action(),
                        reply.header("X-Request-Id").orElseThrow()))
                .as(route)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("actor")).isEqualTo(doer(route));
                    assertThat(event.get("address")).hasToString("127.0.0.1");
                    assertThat(event.get("target").toString()).matches("[a-z]{3}_?[0-9a-z]{26}");
                });
    }

    private static String doer(String route) {
        if (route.contains("/v1/staff/")) {
            return "staff:staff@example.com";
        }
        return (route.equals("DELETE /v1/me") ? goner : owner).id().toString();
    }

    /** Whom staff's routes turn away is nobody to them (401), and nobody has a log. */
    static Stream<String> changesOfCustomers() {
        return changes().filter(route -> !route.contains("/v1/staff/"));
    }

    @ParameterizedTest
    @MethodSource("changesOfCustomers")
    void leavesAnEventWhenItIsRefused(String route) {
        var example = EXAMPLES.get(route);
        String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{.*?}", "nothing");
        // Nobody but a last owner is refused to go.
        var who = route.equals("DELETE /v1/me") ? owner : viewer;
        var theirs = who.at(replica, owner.personalTenant());

        var refused = theirs.with("Content-Type", "application/json")
                .send(route.substring(0, route.indexOf(' ')), path, route.startsWith("DELETE") ? null : "{}");

        assertThat(refused.status()).as(route).isBetween(400, 499);
        Eventually.until(
                "a refusal of " + example.action(),
                () -> !database.rows(
                                "select 1 as one from audit_refusal where action = ? and actor = ?",
                                example.action(),
                                who.id().toString())
                        .isEmpty());
    }

    /** A new one, the owner's. */
    private static String tenant() {
        return owners.post("/v1/tenants", "{\"name\":\"x\"}").expect(201).field("id");
    }

    private static Reply restore() {
        String tenant = tenant();
        owners.delete("/v1/tenants/" + tenant).expect(200);
        return owners.post("/v1/tenants/" + tenant + "/restore", "");
    }

    private static Reply transfer() {
        String tenant = tenant();
        var heir = TestPerson.signUp(issuer, replica, "heir").join(database, replica, TenantId.parse(tenant), "admin");
        return owners.post("/v1/tenants/" + tenant + "/transfer", "{\"userId\":\"" + heir.id() + "\"}");
    }

    private static Reply suspend() {
        return staff.with("Content-Type", "application/json")
                .send(
                        "PUT",
                        "/v1/staff/tenants/" + bystander.personalTenant() + "/suspension",
                        "{\"step\":\"throttled\",\"cause\":\"x\"}");
    }

    private static Reply override() {
        return staff.with("Content-Type", "application/json")
                .send(
                        "PUT",
                        "/v1/staff/tenants/" + bystander.personalTenant() + "/limits/sandboxes",
                        "{\"limit\":7,\"reason\":\"x\"}");
    }

    private static Reply invite(Api inviter, String email) {
        return inviter.post("/v1/invitations", "{\"email\":\"" + email + "\",\"role\":\"viewer\"}");
    }

    private static String invited(Api inviter, String email) {
        return invite(inviter, email).expect(201).field("id");
    }

    private static String nobody() {
        return UUID.randomUUID() + "@example.com";
    }

    private static Reply answerOneFromElsewhere(String answer) {
        var other = TestPerson.signUp(issuer, replica, "elsewhere");
        String id = invited(other.at(replica), owner.who().email());
        return owners.post("/v1/invitations/" + id + "/" + answer, "{}");
    }

    private static TestPerson newMember(String role) {
        return TestPerson.signUp(issuer, replica, role).join(database, replica, owner.personalTenant(), role);
    }

    /** The path of a new one. */
    private static String sandbox() {
        return "/sandboxes/"
                + owners.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                        .expect(201)
                        .field("sandboxID");
    }

    private static Reply patch(Api caller, String path, String json) {
        return caller.with("Content-Type", "application/json").send("PATCH", path, json);
    }
}

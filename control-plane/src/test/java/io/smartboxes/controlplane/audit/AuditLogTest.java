package io.smartboxes.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;

    private TestPerson owner;
    private Api owners;

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

    @BeforeEach
    void person() {
        owner = TestPerson.signUp(issuer, replica, "owner");
        owners = owner.at(replica, owner.personalTenant());
    }

    @Test
    void saysWhoDidWhatAndWhatIsOtherwise() {
        var reply = owners.with("Content-Type", "application/json")
                .send("PATCH", "/v1/tenants/" + owner.personalTenant(), "{\"name\":\"After\"}")
                .expect(200);

        var event = events(owners, "?action=tenant.rename").getFirst();

        assertThat(event.path("id").asText()).startsWith("aud_");
        assertThat(event.path("actor").path("kind").asText()).isEqualTo("user");
        assertThat(event.path("actor").path("id").asText()).isEqualTo(owner.id().toString());
        assertThat(event.path("actor").path("name").asText()).isEqualTo("owner@example.com");
        assertThat(event.path("target").asText())
                .isEqualTo(owner.personalTenant().toString());
        assertThat(event.path("outcome").asText()).isEqualTo("done");
        assertThat(event.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(event.path("requestId").asText())
                .isEqualTo(reply.header("X-Request-Id").orElseThrow());
        assertThat(event.path("difference").toString())
                .isEqualTo("{\"name\":{\"before\":\"owner\",\"after\":\"After\"}}");
    }

    @Test
    void namesKeysAndTheSystem() {
        var made = owners.post("/v1/api-keys", "{\"name\":\"ci\"}").expect(201);
        var key = new Api(replica.url(), java.util.Map.of("X-API-KEY", made.field("key")));
        String second = key.post("/v1/api-keys", "{\"name\":\"x\"}").expect(201).field("id");

        var event = events(owners, "?target=" + second).getFirst();

        assertThat(event.path("actor").path("kind").asText()).isEqualTo("api_key");
        assertThat(event.path("actor").path("name").asText()).isEqualTo("ci");
        assertThat(events(owners, "?actor=" + made.field("id"))).hasSize(1);
    }

    @Test
    void leavesNoTraceOfWhatWasRolledBack() {
        int before = events(owners, "?outcome=done").size();

        owners.delete("/v1/members/" + owner.id()).expect(409);

        assertThat(events(owners, "?outcome=done")).hasSize(before);
        Eventually.until(
                "the refusal", () -> !events(owners, "?outcome=refused").isEmpty());
        var refusal = events(owners, "?outcome=refused").getFirst();
        assertThat(refusal.path("action").asText()).isEqualTo("member.remove");
        assertThat(refusal.path("code").asText()).isEqualTo("last_owner");
        assertThat(refusal.path("target").asText()).isEqualTo(owner.id().toString());
    }

    @Test
    void countsRefusalsOfOneKindInOneRowAMinute() {
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        var theirs = viewer.at(replica, owner.personalTenant());
        int asked = 25;

        for (int number = 0; number < asked; number++) {
            theirs.post("/v1/api-keys", "{\"name\":\"x\"}").expect(403);
        }
        theirs.get("/v1/audit-events").expect(403);

        String mine = "?outcome=refused&actor=" + viewer.id();
        Eventually.until("all are counted", () -> counted(mine, "api_key.create") == asked);
        Eventually.until("reading too", () -> counted(mine, "access.audit_read") == 1);
        // A minute may have ended meanwhile.
        assertThat(events(owners, mine + "&action=api_key.create")).hasSizeBetween(1, 2);

        var ids = events(owners, mine).stream()
                .map(event -> event.path("id").asText())
                .toList();
        database.update("update audit_refusal set minute = minute - interval '10 minutes'");
        replica.bean(AuditReaper.class).settle();
        assertThat(database.rows("select 1 as one from audit_refusal")).isEmpty();
        assertThat(events(owners, mine).stream().map(event -> event.path("id").asText()))
                .as("settled rows are the ones that were shown")
                .containsExactlyElementsOf(ids);
        assertThat(counted(mine, "api_key.create")).isEqualTo(asked);
    }

    @Test
    void isReadByPages() {
        for (int number = 0; number < 7; number++) {
            owners.post("/v1/api-keys", "{\"name\":\"" + number + "\"}").expect(201);
        }
        var seen = new ArrayList<String>();
        String next = "";
        do {
            var page = owners.get("/v1/audit-events?action=api_key&limit=3" + next)
                    .expect(200)
                    .json();
            page.path("items").forEach(event -> seen.add(event.path("id").asText()));
            next = page.has("nextToken")
                    ? "&nextToken=" + page.path("nextToken").asText()
                    : "";
        } while (!next.isEmpty());

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void findsByTime() {
        var event = events(owners, "").getFirst();
        String at = event.path("at").asText();

        assertThat(events(owners, "?from=" + at)).isNotEmpty();
        assertThat(events(owners, "?to=" + at)).isEmpty();
        assertThat(events(owners, "?from=2999-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to=%2B1000000000-12-31T23:59:59Z",
                "outcome=maybe",
                "actor=%00",
                "limit=0",
                "nextToken=x"
            })
    void refusesWhatCannotBeLookedFor(String query) {
        owners.get("/v1/audit-events?" + query).expect(400);
        if (!query.startsWith("limit")) {
            owners.get("/v1/audit-events/export?" + query).expect(400);
        }
    }

    @Test
    void isExportedAsLines() {
        database.update("""
                insert into audit_event (tenant_id, id, at, actor, action, outcome, repeats)
                select ?, gen_random_uuid(), now() - n * interval '1 second', 'system', 'many', 'done', 1
                from generate_series(1, 1300) n
                """, owner.personalTenant().value());

        var export = owners.get("/v1/audit-events/export?action=many").expect(200);

        assertThat(export.header("Content-Type").orElseThrow()).startsWith("application/x-ndjson");
        var lines = export.text().lines().toList();
        assertThat(lines).hasSize(1300).doesNotHaveDuplicates().allMatch(line -> line.startsWith("{\"id\":\"aud_"));
    }

    @Test
    void showsAPersonTheirSignInsAndNobodyElse() {
        String ended = owner.again()
                .at(replica)
                .get("/v1/me")
                .expect(200)
                .json()
                .path("session")
                .path("id")
                .asText();
        owners.delete("/v1/sessions/" + ended).expect(204);

        var own = owners.get("/v1/me/audit-events").expect(200).json().path("items");

        assertThat(own.findValuesAsText("action")).containsExactly("session.end", "session.begin", "session.begin");
        assertThat(own.get(0).path("target").asText()).isEqualTo(ended);
        assertThat(events(owners, "?action=session")).isEmpty();
    }

    @Test
    void forgetsWhatIsPastItsTimeAndNothingElse() {
        database.update("""
                insert into audit_event (tenant_id, id, at, actor, action, outcome, repeats)
                select ?, gen_random_uuid(), now() - days * interval '1 day', 'system', 'aged', 'done', 1
                from unnest(array[29, 31, 60]) days
                """, owner.personalTenant().value());

        replica.bean(AuditReaper.class).forget();

        assertThat(events(owners, "?action=aged")).hasSize(1);
        assertThat(events(owners, "?action=tenant.create")).hasSize(1);
    }

    /** Anybody can write the header; only what a proxy of ours appended counts. */
    @Test
    void believesForwardedAddressesOfProxiesAndTheConsoleOnly() {
        assertThat(addressSeenBy(replica, "203.0.113.7", null)).isEqualTo("127.0.0.1");
        String secret = "a-secret-of-the-console-and-the-api";
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.console-secret", secret);
        try (var other = TestReplica.withoutLink(database, settings)) {
            assertThat(addressSeenBy(other, "203.0.113.7", null)).isEqualTo("127.0.0.1");
            assertThat(addressSeenBy(other, "203.0.113.7", "wrong")).isEqualTo("127.0.0.1");
            assertThat(addressSeenBy(other, "203.0.113.7", secret)).isEqualTo("203.0.113.7");
        }
        settings.put("smartboxes.proxies.trusted", List.of("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"));
        try (var other = TestReplica.withoutLink(database, settings)) {
            assertThat(addressSeenBy(other, "203.0.113.7", null)).isEqualTo("203.0.113.7");
            assertThat(addressSeenBy(other, "198.51.100.1, 203.0.113.7, 10.1.2.3", null))
                    .as("what the client wrote before is not believed")
                    .isEqualTo("203.0.113.7");
            assertThat(addressSeenBy(other, "2001:db9::1, 2001:db8::5", null)).isEqualTo("2001:db9::1");
            assertThat(addressSeenBy(other, "unknown", null)).isEqualTo("127.0.0.1");
            assertThat(addressSeenBy(other, null, null)).isEqualTo("127.0.0.1");
        }
    }

    private static String addressSeenBy(TestReplica asked, String forwarded, String secret) {
        var tenant = TestTenant.in(asked, database);
        var caller = tenant.at(asked);
        if (forwarded != null) {
            caller = caller.with("X-Forwarded-For", forwarded);
        }
        if (secret != null) {
            caller = caller.with("Smartboxes-Console-Secret", secret);
        }
        String key = caller.post("/v1/api-keys", "{\"name\":\"x\"}").expect(201).field("id");
        return database.rows("select host(address) as address from audit_event where target = ?", key)
                .getFirst()
                .get("address")
                .toString();
    }

    private int counted(String query, String action) {
        return events(owners, query + "&action=" + action).stream()
                .mapToInt(event -> event.path("repeats").asInt())
                .sum();
    }

    private static List<JsonNode> events(Api caller, String query) {
        var found = new ArrayList<JsonNode>();
        caller.get("/v1/audit-events" + query).expect(200).json().path("items").forEach(found::add);
        return found;
    }
}

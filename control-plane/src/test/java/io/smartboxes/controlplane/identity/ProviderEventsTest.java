package io.smartboxes.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people did at the provider comes into their audit log, once. */
class ProviderEventsTest {

    private static final int MANY = 250;

    private OidcIssuer issuer;
    private OidcIssuer staffIssuer;
    private TestDatabase database;
    private TestReplica replica;
    private TestReplica other;
    private OidcIssuer.Person ada;

    @BeforeEach
    void start() {
        issuer = new OidcIssuer();
        staffIssuer = new OidcIssuer();
        database = new TestDatabase();
        var settings = new HashMap<>(issuer.settingsWithEvents());
        settings.putAll(staffIssuer.staffSettingsWithEvents());
        replica = TestReplica.withoutLink(database, settings);
        settings.put("smartboxes.replica-id", "other");
        other = TestReplica.withoutLink(database, settings);
        ada = issuer.person("ada");
    }

    @AfterEach
    void stop() {
        other.close();
        replica.close();
        database.close();
        staffIssuer.close();
        issuer.close();
    }

    @Test
    void waitForTheAccountAndKeepTheirTimeAndAddress() {
        Instant at = now().minusSeconds(30);
        issuer.happened(ada, "REGISTER", null, at);
        issuer.happened(ada, "LOGIN_ERROR", "invalid_user_credentials", at.plusSeconds(1));
        Eventually.until("both were read", () -> count("provider_event") == 2);
        assertThat(inLog()).isEmpty();

        var api = api();
        api.get("/v1/me").expect(200);
        Eventually.until("both are in the log", () -> inLog().size() == 2);

        var shown =
                api.get("/v1/me/audit-events?action=account").expect(200).json().path("items");
        assertThat(shown.path(0).path("action").asText()).isEqualTo("account.sign_in");
        assertThat(shown.path(0).path("outcome").asText()).isEqualTo("refused");
        assertThat(shown.path(0).path("code").asText()).isEqualTo("invalid_user_credentials");
        assertThat(shown.path(1).path("action").asText()).isEqualTo("account.register");
        assertThat(Instant.parse(shown.path(1).path("at").asText())).isEqualTo(at);
        assertThat(shown.path(1).path("address").asText()).isEqualTo("192.0.2.7");
    }

    @Test
    void areTakenOnceHoweverManyReplicasReadHoweverOften() {
        api().get("/v1/me").expect(200);
        Instant first = now().minusSeconds(60);
        IntStream.range(0, MANY).forEach(n -> issuer.happened(ada, "LOGIN", null, first.plusMillis(n)));
        Eventually.until("all are in the log", () -> inLog().size() == MANY);

        IntStream.range(0, 3).parallel().forEach(round -> {
            replica.bean(ProviderEventIntake.class).pass();
            other.bean(ProviderEventIntake.class).pass();
        });

        assertThat(inLog()).hasSize(MANY);
    }

    @Test
    void areTakenThoughTheyBecomeVisibleLate() {
        api().get("/v1/me").expect(200);
        Instant at = now();
        issuer.happened(ada, "LOGIN", null, at);
        Eventually.until("the newer one is in the log", () -> inLog().size() == 1);

        issuer.happened(ada, "UPDATE_CREDENTIAL", null, at.minusSeconds(60));

        Eventually.until("the older one too", () -> inLog().size() == 2);
    }

    @Test
    void areTakenAfterAnOutageOfTheProvider() {
        api().get("/v1/me").expect(200);
        issuer.setOut(true);
        replica.bean(ProviderEventIntake.class).pass();
        issuer.happened(ada, "LOGOUT", null, now());
        issuer.setOut(false);

        Eventually.until("it is in the log", () -> inLog().size() == 1);
    }

    @Test
    void thatConcernNobodyAreLeftOut() {
        api().get("/v1/me").expect(200);
        issuer.happened(ada, "CODE_TO_TOKEN", null, now());
        issuer.happened(ada, "LOGIN", null, now());

        Eventually.until("the sign-in is in the log", () -> inLog().size() == 1);
        assertThat(count("provider_event")).isEqualTo(1);
    }

    /** Whoever knows an address could fill its owner's log otherwise. */
    @Test
    void areCountedWhereTheyWereRefused() {
        api().get("/v1/me").expect(200);
        Instant minute = now().truncatedTo(ChronoUnit.MINUTES);
        IntStream.range(0, MANY)
                .forEach(n -> issuer.happened(ada, "LOGIN_ERROR", "invalid_user_credentials", minute.plusMillis(n)));
        issuer.happened(ada, "LOGIN_ERROR", "expired_code", minute);

        Eventually.until(
                "all are counted",
                () -> refused("invalid_user_credentials").stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        == MANY);

        // Two, should the minute have been over in the middle of it.
        assertThat(refused("invalid_user_credentials")).hasSizeBetween(1, 2);
        assertThat(refused("expired_code")).containsExactly(1);
    }

    @Test
    void ofStaffAreInTheirLogAndInNobodyElses() {
        api().get("/v1/me").expect(200);
        var grace = staffIssuer.person("grace");
        Instant at = now();
        var asTyped = new OidcIssuer.Person(grace.subject(), "GRACE@Example.com", grace.sid());
        staffIssuer.happened(grace, "LOGIN_ERROR", "invalid_totp", at);
        staffIssuer.happened(asTyped, "LOGIN_ERROR", "invalid_totp", at);
        staffIssuer.happened(grace, "LOGIN", null, at.plusMillis(1));
        var staff = new Api(replica.url(), Map.of("Authorization", "Bearer " + staffIssuer.staffToken(grace)));

        Eventually.until("both kinds are in the log", () -> ofStaff(staff).size() == 2);

        var signedIn = ofStaff(staff).getFirst();
        assertThat(signedIn.path("actor").path("id").asText()).isEqualTo("staff:grace@example.com");
        assertThat(signedIn.path("outcome").asText()).isEqualTo("done");
        assertThat(signedIn.path("address").asText()).isEqualTo("192.0.2.7");
        var refused = ofStaff(staff).getLast();
        assertThat(refused.path("code").asText()).isEqualTo("invalid_totp");
        assertThat(refused.path("repeats").asInt()).isEqualTo(2);
        assertThat(api().get("/v1/me/audit-events?action=account")
                        .expect(200)
                        .json()
                        .path("items"))
                .as("of a customer")
                .isEmpty();
    }

    @Test
    void areTakenFromOneRealmThoughTheOtherIsAway() {
        api().get("/v1/me").expect(200);
        staffIssuer.setOut(true);
        issuer.happened(ada, "LOGIN", null, now());

        Eventually.until("it is in the log", () -> inLog().size() == 1);
    }

    @Test
    void thatCannotBeUnderstoodKeepNoOthersAway() {
        api().get("/v1/me").expect(200);
        Instant at = now();
        for (String odd : List.of(
                "\"id\":\"not-a-uuid\",\"type\":\"LOGIN\",\"userId\":\"" + ada.subject() + "\"",
                "\"id\":\"x\",\"type\":null,\"userId\":\"" + ada.subject() + "\"",
                "\"id\":null,\"type\":\"LOGIN\",\"userId\":\"" + ada.subject() + "\"",
                "\"id\":\"y\",\"userId\":\"" + ada.subject() + "\"",
                "\"id\":{\"a\":1},\"type\":[],\"userId\":7")) {
            issuer.told("{\"time\":" + at.toEpochMilli() + "," + odd + "}");
        }
        issuer.happened(ada, "LOGOUT", null, at.plusMillis(1));

        Eventually.until("the two that say something are in the log", () -> inLog().size() == 2);
        replica.bean(ProviderEventIntake.class).pass();
        assertThat(inLog()).hasSize(2);
    }

    private List<Integer> refused(String code) {
        var found = new ArrayList<Integer>();
        api().get("/v1/me/audit-events?action=account.sign_in")
                .expect(200)
                .json()
                .path("items")
                .forEach(event -> {
                    if (event.path("code").asText().equals(code)) {
                        found.add(event.path("repeats").asInt());
                    }
                });
        return found;
    }

    private static List<JsonNode> ofStaff(Api staff) {
        var found = new ArrayList<JsonNode>();
        staff.get("/v1/staff/audit-events").expect(200).json().path("items").forEach(event -> {
            if (event.path("action").asText().equals("account.sign_in")) {
                found.add(event);
            }
        });
        return found;
    }

    private Api api() {
        return new Api(replica.url(), Map.of("Authorization", "Bearer " + issuer.token(ada)));
    }

    private List<Map<String, Object>> inLog() {
        return database.rows("select id from audit_event where action like 'account.%'"
                + " union all select id from audit_refusal where action like 'account.%'");
    }

    private int count(String table) {
        return database.rows("select 1 from " + table).size();
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

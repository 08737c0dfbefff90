package io.smartboxes.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.Waiting;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica other;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.replica-id", "other");
        other = TestReplica.withoutLink(database, settings);
    }

    @AfterAll
    static void stop() {
        other.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void isListedAndEndedByItsPerson() {
        var desk = TestPerson.signUp(issuer, replica, "ida");
        var phone = desk.again();
        phone.at(replica).get("/v1/me").expect(200);
        phone.at(other).get("/v1/me").expect(200);

        var sessions = desk.at(replica).get("/v1/sessions").expect(200).json().path("items");

        assertThat(sessions).hasSize(2);
        assertThat(sessions.path(0).path("current").asBoolean())
                .as("the phone's is newer")
                .isFalse();
        assertThat(sessions.path(1).path("current").asBoolean()).isTrue();
        String ended = sessions.path(0).path("id").asText();
        desk.at(replica).delete("/v1/sessions/" + ended).expect(204);
        assertEnded(phone.at(replica).get("/v1/me"));
        Waiting.until(() -> phone.at(other).get("/v2/sandboxes").status() == 401);
        desk.at(replica).get("/v1/me").expect(200);
        desk.at(replica).delete("/v1/sessions/" + ended).expect(404);
        phone.again().at(replica).get("/v1/me").expect(200);
    }

    @Test
    void cannotBeEndedByOthers() {
        var mine = TestPerson.signUp(issuer, replica, "mine");
        var theirs = TestPerson.signUp(issuer, replica, "theirs");
        String session =
                mine.at(replica).get("/v1/me").json().path("session").path("id").asText();

        theirs.at(replica).delete("/v1/sessions/" + session).expect(404);
        mine.at(replica).get("/v1/me").expect(200);
    }

    @Test
    void endsOnTheProvidersWord() {
        var person = TestPerson.signUp(issuer, replica, "lou");
        var elsewhere = person.again();
        elsewhere.at(replica).get("/v1/me").expect(200);

        announce(issuer.logoutToken(claims -> claims.subject(person.who().subject())
                        .claim("sid", person.who().sid())))
                .expect(200);

        assertEnded(person.at(replica).get("/v1/me"));
        elsewhere.at(replica).get("/v1/me").expect(200);
    }

    @Test
    void endsBeforeItWasEverUsed() {
        var person = issuer.person("never");

        announce(issuer.logoutToken(claims -> claims.claim("sid", person.sid())))
                .expect(200);

        assertEnded(new Api(replica.url(), Map.of("Authorization", "Bearer " + issuer.token(person))).get("/v1/me"));
    }

    @Test
    void endsWithAllOthersOfAPerson() {
        var person = TestPerson.signUp(issuer, replica, "all");
        var unused = person.again();
        String early = issuer.token(
                unused.who(),
                claims -> claims.issueTime(Date.from(Clock.systemUTC().instant().minusSeconds(30))));

        announce(issuer.logoutToken(claims -> claims.subject(person.who().subject())))
                .expect(200);

        assertEnded(person.at(replica).get("/v1/me"));
        assertEnded(new Api(replica.url(), Map.of("Authorization", "Bearer " + early)).get("/v1/me"));
        person.again().at(replica).get("/v1/me").expect(200);
    }

    @Test
    void endsOnNobodyElsesWord() {
        var person = TestPerson.signUp(issuer, replica, "stay");
        String sid = person.who().sid();
        try (var stranger = new OidcIssuer()) {
            announce(stranger.logoutToken(claims -> claims.claim("sid", sid))).expect(400);
        }
        announce(issuer.logoutToken(claims -> claims.claim("sid", sid).audience("other")))
                .expect(400);
        announce(issuer.logoutToken(claims -> claims.claim("sid", sid).claim("events", Map.of())))
                .expect(400);
        announce(issuer.logoutToken(claims -> claims.claim("sid", sid).claim("nonce", "n")))
                .expect(400);
        announce(issuer.logoutToken(claims -> claims)).expect(400);
        announce(issuer.token(person.who())).expect(400);
        announce(issuer.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT),
                        issuer.claims(person.who()).build()))
                .expect(400);
        announce("nonsense").expect(400);
        replica(Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/v1/sessions/backchannel-logout", "x=y")
                .expect(400);

        person.at(replica).get("/v1/me").expect(200);
    }

    @Test
    void isNotSeenInRequestsThatNobodyIsBehind() {
        var person = TestPerson.signUp(issuer, replica, "away").again();
        var page = person.at(replica).with("Smartboxes-Background", "true");
        page.get("/v1/me").expect(200);
        String sid = person.who().sid();
        database.update("update user_session set last_seen_at = last_seen_at - interval '1 hour' where sid = ?", sid);

        page.get("/v1/me").expect(200);
        assertThat(isSeenLately(sid)).isFalse();

        person.at(replica).get("/v1/me").expect(200);
        assertThat(isSeenLately(sid)).isTrue();
    }

    private static boolean isSeenLately(String sid) {
        return !database.rows(
                        "select id from user_session where sid = ? and last_seen_at > now() - interval '30 minutes'",
                        sid)
                .isEmpty();
    }

    @Test
    void endsWithTheAccount() {
        var person = TestPerson.signUp(issuer, replica, "gone");
        database.update(
                "update user_account set deleted_at = now() where id = ?",
                person.id().value());

        Waiting.until(() -> person.at(replica).get("/v1/me").status() == 401);
        assertEnded(person.again().at(replica).get("/v1/me"));
    }

    private static void assertEnded(Reply reply) {
        assertThat(reply.expect(401).field("type")).isEqualTo("/problems/session_ended");
    }

    private static Reply announce(String logoutToken) {
        return replica(Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .send("POST", "/v1/sessions/backchannel-logout", "logout_token=" + logoutToken);
    }

    private static Api replica(Map<String, String> headers) {
        return new Api(replica.url(), headers);
    }
}

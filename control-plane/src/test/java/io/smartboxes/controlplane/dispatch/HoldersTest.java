package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.SessionId;
import io.smartboxes.workerlink.Holder;
import io.smartboxes.workerlink.HolderLists;
import io.smartboxes.workerlink.ToWorker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** To whom tokens of a sandbox are handed, and whom the worker is told to let in. */
class HoldersTest {

    private static final AtomicLong REQUESTS = new AtomicLong();

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static FakeWorker worker;
    private static FakeWorker otherWorker;
    private static TestPerson owner;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = new TestReplica(database, issuer.settings());
        worker = worker("w1").connected(port());
        otherWorker = worker("w2").describe(hello -> hello.clearTemplates()).connected(port());
        owner = TestPerson.signUp(issuer, replica, "owner");
    }

    @AfterAll
    static void stop() {
        otherWorker.close();
        worker.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void giveEachHolderATokenOfTheirOwnAndTheSameAgain() {
        var key = make("{\"name\":\"one\"}");
        var made = create(caller(key));
        String id = made.field("sandboxID");
        String token = made.field("envdAccessToken");

        assertThat(token).matches("[0-9a-f]{64}");
        assertThat(caller(key).get("/sandboxes/" + id).field("envdAccessToken")).isEqualTo(token);
        assertThat(connect(caller(key), id).field("envdAccessToken")).isEqualTo(token);
        String owners = connect(owner.at(replica), id).field("envdAccessToken");
        String others = connect(caller(make("{\"name\":\"two\"}")), id).field("envdAccessToken");
        assertThat(List.of(token, owners, others)).doesNotHaveDuplicates();
        assertThat(connect(owner.at(replica), id).field("envdAccessToken")).isEqualTo(owners);
        assertThat(create(caller(key)).field("envdAccessToken")).isNotEqualTo(token);
    }

    @Test
    void giveTheWorkerItsMakersTokenWithTheStart() {
        var key = make("{\"name\":\"maker\"}");
        var made = create(caller(key));

        var start = worker.awaitHeard(
                        "Start", message -> message.getStart().getSandboxId().equals(made.field("sandboxID")))
                .getStart();
        assertThat(start.getHoldersList()).singleElement().satisfies(holder -> {
            assertThat(holder.getId()).isEqualTo(key.field("id"));
            assertThat(holder.getAccessToken()).isEqualTo(made.field("envdAccessToken"));
        });
        assertThat(start.getAccessToken()).isNotEqualTo(made.field("envdAccessToken"));
        assertThat(start.getHoldersAgeMillis()).isBetween(0L, 60_000L);
    }

    @Test
    void tellWhoMayEnterNow() {
        var key = make("{\"name\":\"maker\"}");
        var made = create(caller(key));
        String id = made.field("sandboxID");
        var second = make("{\"name\":\"second\"}");
        String seconds = connect(caller(second), id).field("envdAccessToken");
        String owners = connect(owner.at(replica), id).field("envdAccessToken");

        assertThat(tokens(id)).containsExactlyInAnyOrder(made.field("envdAccessToken"), seconds, owners);
        owner.at(replica).delete("/v1/api-keys/" + second.field("id")).expect(204);
        assertThat(tokens(id)).containsExactlyInAnyOrder(made.field("envdAccessToken"), owners);
        database.update(
                "update api_key set expires_at = now() where id = ?",
                ApiKeyId.parse(key.field("id")).value());
        assertThat(tokens(id)).containsExactly(owners);
    }

    @Test
    void endWithTheSignInAndNotWithTheNextOne() {
        var first = owner.again();
        String id = create(first.at(replica)).field("sandboxID");
        String before = connect(first.at(replica), id).field("envdAccessToken");
        var second = owner.again();
        String after = connect(second.at(replica), id).field("envdAccessToken");
        assertThat(tokens(id)).containsExactlyInAnyOrder(before, after);

        String session = first.at(replica)
                .get("/v1/me")
                .json()
                .path("session")
                .path("id")
                .asText();
        first.at(replica).delete("/v1/sessions/" + session).expect(204);

        assertThat(tokens(id)).containsExactly(after);
    }

    @Test
    void endWithTheMembershipAndWithTheRight() {
        var developer = TestPerson.signUp(issuer, replica, "developer")
                .join(database, replica, owner.personalTenant(), "developer");
        var there = developer.at(replica, owner.personalTenant());
        var key = there.post("/v1/api-keys", "{\"name\":\"theirs\"}").expect(201);
        String id = create(caller(key)).field("sandboxID");
        connect(there, id);
        assertThat(tokens(id)).hasSize(2);

        owner.at(replica)
                .with("Content-Type", "application/json")
                .send("PATCH", "/v1/members/" + developer.id(), "{\"role\":\"viewer\"}")
                .expect(200);
        assertThat(tokens(id)).isEmpty();
        owner.at(replica)
                .with("Content-Type", "application/json")
                .send("PATCH", "/v1/members/" + developer.id(), "{\"role\":\"admin\"}")
                .expect(200);
        assertThat(tokens(id)).hasSize(2);
        owner.at(replica).delete("/v1/members/" + developer.id()).expect(204);
        assertThat(tokens(id)).isEmpty();
    }

    @Test
    void areNoneOfThoseWhoMayNotOpenSandboxes() {
        var writer = make("{\"name\":\"writer\",\"scopes\":[\"sandboxes:write\",\"sandboxes:read\"]}");
        var made = create(caller(writer));
        String id = made.field("sandboxID");

        assertThat(made.json().has("envdAccessToken")).isFalse();
        assertThat(caller(writer).get("/sandboxes/" + id).expect(200).json().has("envdAccessToken"))
                .isFalse();
        caller(writer).post("/v2/sandboxes/" + id + "/connect", "{}").expectError(403);
        assertThat(tokens(id)).isEmpty();
    }

    /** As with every sandbox from before there were holders: its row says nothing, and there is no other. */
    @Test
    void goOnWithTheGuestsTokenWhereItWasGivenToEverybody() {
        var key = make("{\"name\":\"before\"}");
        var made = create(caller(key));
        String id = made.field("sandboxID");
        String guests = worker.awaitHeard(
                        "Start", message -> message.getStart().getSandboxId().equals(id))
                .getStart()
                .getAccessToken();
        assertThat(tokens(id)).containsExactly(made.field("envdAccessToken"));

        database.update(
                "update sandbox set guest_token_given = default where id = ?",
                SandboxId.parse(id).value());

        assertThat(tokens(id)).containsExactlyInAnyOrder(made.field("envdAccessToken"), guests);
        String owners = connect(owner.at(replica), id).field("envdAccessToken");
        owner.at(replica).delete("/v1/api-keys/" + key.field("id")).expect(204);
        assertThat(tokens(id)).containsExactly(owners);
    }

    @Test
    void areToldToTheirWorkerAlone() {
        String id = create(caller(make("{\"name\":\"maker\"}"))).field("sandboxID");
        String never = "sbx" + "0".repeat(26);

        assertThat(ask(otherWorker, id, never, "nonsense").getSandboxesList()).isEmpty();
        assertThat(ask(worker, id, never, "nonsense").getSandboxesList()).hasSize(1);
    }

    @Test
    void areBoundedAndWhoLooksIsShownTheSandboxAllTheSame() {
        String id = create(caller(make("{\"name\":\"maker\"}"))).field("sandboxID");
        signedIn(id, 500);

        var refused =
                owner.at(replica).post("/v2/sandboxes/" + id + "/connect", "{}").expectError(409);
        assertThat(refused.field("error_code")).isEqualTo("limit_reached");
        assertThat(refused.field("message")).contains("500");
        var looked = owner.at(replica).get("/sandboxes/" + id).expect(200);
        assertThat(looked.field("sandboxID")).isEqualTo(id);
        assertThat(looked.json().has("envdAccessToken")).isFalse();

        database.update("""
                update user_session set ended_at = now() where id = (
                    select holder_id from sandbox_holder where sandbox_id = ? limit 1)
                """, SandboxId.parse(id).value());
        String token = connect(owner.at(replica), id).field("envdAccessToken");
        assertThat(owner.at(replica).get("/sandboxes/" + id).field("envdAccessToken"))
                .isEqualTo(token);
        assertThat(tokens(id)).hasSize(501).contains(token);
    }

    @Test
    void makeRoomOnceTheyAreGone() {
        String id = create(caller(make("{\"name\":\"maker\"}"))).field("sandboxID");
        database.update("""
                insert into sandbox_holder (tenant_id, sandbox_id, holder_id, kind, since)
                select ?, ?, gen_random_uuid(), 'key', now() from generate_series(1, 500)
                """, owner.personalTenant().value(), SandboxId.parse(id).value());

        String token = owner.at(replica).get("/sandboxes/" + id).expect(200).field("envdAccessToken");

        assertThat(token).isNotEmpty();
        assertThat(connect(owner.at(replica), id).field("envdAccessToken")).isEqualTo(token);
        assertThat(tokens(id)).hasSize(2).contains(token);
    }

    /** Closing a laptop ends no session anywhere; the provider forgets it, and tells nobody. */
    @Test
    void lapseWithASignInThatNobodyUsesAndComeBackWithIt() {
        var person = owner.again();
        String id = create(person.at(replica)).field("sandboxID");
        String token = connect(person.at(replica), id).field("envdAccessToken");
        var session = SessionId.parse(person.at(replica)
                .get("/v1/me")
                .json()
                .path("session")
                .path("id")
                .asText());
        assertThat(tokens(id)).containsExactly(token);

        seen(session, "5 hours");
        assertThat(tokens(id)).isEmpty();
        seen(session, "3 hours");
        assertThat(tokens(id)).containsExactly(token);
    }

    @Test
    void harmNobodyElseThoughTheirRowCannotBeRead() {
        String id = create(caller(make("{\"name\":\"maker\"}"))).field("sandboxID");
        var odd = make("{\"name\":\"odd\"}");
        connect(caller(odd), id);
        String owners = connect(owner.at(replica), id).field("envdAccessToken");
        assertThat(tokens(id)).hasSize(3);

        database.update(
                "update api_key set scopes = '{sandboxes:read,nonsense}' where id = ?",
                ApiKeyId.parse(odd.field("id")).value());

        assertThat(tokens(id)).hasSize(2).contains(owners);
    }

    /** Gives tokens of a sandbox to so many sign-ins of its owner. */
    private static void signedIn(String sandbox, int sessions) {
        database.update(
                """
                with signed_in as (
                    insert into user_session (id, issuer, sid, user_id, started_at, last_seen_at)
                    select gen_random_uuid(), 'elsewhere', gen_random_uuid(), ?, now(), now() from generate_series(1, ?)
                    returning id)
                insert into sandbox_holder (tenant_id, sandbox_id, holder_id, kind, since)
                select ?, ?, id, 'session', now() from signed_in
                """,
                owner.id().value(),
                sessions,
                owner.personalTenant().value(),
                SandboxId.parse(sandbox).value());
    }

    private static void seen(SessionId session, String ago) {
        database.update(
                "update user_session set last_seen_at = now() - ?::interval where id = ?", ago, session.value());
    }

    private static List<String> tokens(String sandbox) {
        var lists = ask(worker, sandbox);
        assertThat(lists.getSandboxesList()).hasSize(1);
        return lists.getSandboxes(0).getHoldersList().stream()
                .map(Holder::getAccessToken)
                .toList();
    }

    private static HolderLists ask(FakeWorker asking, String... sandboxes) {
        long request = REQUESTS.incrementAndGet();
        asking.askHolders(request, sandboxes);
        return asking.awaitHeard(
                        "Holders",
                        (ToWorker message) ->
                                message.hasHolders() && message.getHolders().getRequest() == request)
                .getHolders();
    }

    private static Reply make(String body) {
        return owner.at(replica).post("/v1/api-keys", body).expect(201);
    }

    private static Reply create(Api caller) {
        return caller.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
    }

    private static Reply connect(Api caller, String id) {
        return caller.post("/v2/sandboxes/" + id + "/connect", "{}").expect(200);
    }

    private static Api caller(Reply key) {
        return new Api(replica.url(), Map.of("X-API-KEY", key.field("key")));
    }

    private static FakeWorker worker(String name) {
        return new FakeWorker(
                FakeWorkerIdentity.enrol(port(), replica.bean(Enrolment.class).mint(name), name));
    }

    private static int port() {
        return replica.bean(LinkServer.class).port();
    }
}

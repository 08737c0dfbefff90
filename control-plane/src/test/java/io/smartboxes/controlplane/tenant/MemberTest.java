package io.smartboxes.controlplane.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.Waiting;
import io.smartboxes.id.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    /** Hears of nothing: what it notices, it notices by looking. */
    private static TestReplica deaf;

    private TestPerson owner;
    private TestPerson second;
    private TestPerson developer;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.replica-id", "deaf");
        settings.put("smartboxes.nudges.enabled", "false");
        deaf = TestReplica.withoutLink(database, settings);
    }

    @AfterAll
    static void stop() {
        deaf.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void people() {
        owner = TestPerson.signUp(issuer, replica, "owner");
        second = TestPerson.signUp(issuer, replica, "second").join(database, replica, owner.personalTenant(), "admin");
        developer = TestPerson.signUp(issuer, replica, "developer")
                .join(database, replica, owner.personalTenant(), "developer");
    }

    @Test
    void areListed() {
        var members = in(owner).get("/v1/members").expect(200).json().path("items");

        assertThat(members).hasSize(3);
        assertThat(members.findValuesAsText("role")).containsExactlyInAnyOrder("owner", "admin", "developer");
        assertThat(in(developer).get("/v1/members?limit=2").expect(200).json().path("items"))
                .hasSize(2);
    }

    @Test
    void loseEverythingWithinTenSeconds() {
        var key = keyOf(
                in(developer).post("/v1/api-keys", "{\"name\":\"theirs\"}").expect(201));
        var there = new Api(deaf.url(), in(developer).headers());
        key.get("/v2/sandboxes").expect(200);
        there.get("/v2/sandboxes").expect(200);

        in(owner).delete("/v1/members/" + developer.id()).expect(204);
        long removed = System.nanoTime();

        in(developer).get("/v2/sandboxes").expectError(404);
        key.get("/v2/sandboxes").expectError(401);
        Waiting.until(() -> there.get("/v2/sandboxes").status() == 404);
        assertThat(Duration.ofNanos(System.nanoTime() - removed)).isLessThan(Duration.ofSeconds(10));
        in(owner).delete("/v1/members/" + developer.id()).expect(404);
    }

    @Test
    void giveTheirKeysNoMoreThanTheyMayThemselves() {
        var key = keyOf(
                in(developer).post("/v1/api-keys", "{\"name\":\"theirs\"}").expect(201));
        String foreign = in(owner)
                .post("/v1/api-keys", "{\"name\":\"owners\"}")
                .expect(201)
                .field("id");

        assertThat(key.get("/v1/api-keys").expect(200).text())
                .contains("theirs")
                .doesNotContain("owners");
        key.delete("/v1/api-keys/" + foreign).expect(404);
        in(developer).delete("/v1/api-keys/" + foreign).expect(404);
        change(owner, developer.id(), "viewer").expect(200);
        assertThat(key.delete("/sandboxes/sbx01h455vb4pex5vsknk084sn02q")
                        .expectError(403)
                        .field("message"))
                .contains("viewer", "owner or admin or developer");
        key.get("/v2/sandboxes").expect(200);
        in(owner).delete("/v1/api-keys/" + foreign).expect(204);
    }

    @Test
    void cannotRiseAboveThemselves() {
        change(second, second.id(), "owner").expect(403);
        change(second, owner.id(), "viewer").expect(403);
        in(second).delete("/v1/members/" + owner.id()).expect(403);
        change(developer, developer.id(), "admin").expect(403);
        in(developer).delete("/v1/members/" + second.id()).expect(403);
        change(owner, second.id(), "king").expect(400);
        change(owner, UserId.parse("usr_01h455vb4pex5vsknk084sn02q"), "admin").expect(404);
        var refused = change(developer, second.id(), "viewer").expect(403);

        assertThat(refused.field("type")).isEqualTo("/problems/role_forbids");
        assertThat(refused.field("detail")).contains("developer", "change or remove members", "owner or admin");
    }

    @Test
    void mayLeaveUnlessTheyAreTheLastOwner() {
        in(developer).delete("/v1/members/" + developer.id()).expect(204);

        assertThat(in(owner).delete("/v1/members/" + owner.id()).expect(409).field("type"))
                .isEqualTo("/problems/last_owner");
        change(owner, owner.id(), "admin").expect(409);
        change(owner, second.id(), "owner").expect(200);
        in(owner).delete("/v1/members/" + owner.id()).expect(204);
        assertThat(owners()).isEqualTo(1);
    }

    @Test
    void keepAnOwnerThoughTwoLeaveAtOnce() throws InterruptedException, ExecutionException {
        change(owner, second.id(), "owner").expect(200);
        var barrier = new CyclicBarrier(2);
        Callable<Reply> one = () -> {
            barrier.await();
            return in(owner).delete("/v1/members/" + owner.id());
        };
        Callable<Reply> two = () -> {
            barrier.await();
            return in(second).delete("/v1/members/" + second.id());
        };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var reply : threads.invokeAll(List.of(one, two))) {
                assertThat(reply.get().status()).isIn(204, 409);
            }
        }

        assertThat(owners()).isEqualTo(1);
    }

    @Test
    void keepAnOwnerWhateverStatementIsRun() {
        assertThatThrownBy(() -> database.update("delete from membership where tenant_id = ?", tenant()))
                .hasStackTraceContaining("a tenant with members needs an owner");
        assertThatThrownBy(() -> database.update(
                        "update membership set role = 'viewer' where tenant_id = ? and role = 'owner'", tenant()))
                .hasStackTraceContaining("a tenant with members needs an owner");
        assertThat(owners()).isEqualTo(1);
    }

    private Reply change(TestPerson by, UserId whom, String role) {
        return in(by).with("Content-Type", "application/json")
                .send("PATCH", "/v1/members/" + whom, "{\"role\":\"" + role + "\"}");
    }

    private long owners() {
        return (long)
                database.rows("select count(*) as n from membership where tenant_id = ? and role = 'owner'", tenant())
                        .getFirst()
                        .get("n");
    }

    private Api in(TestPerson person) {
        return person.at(replica, owner.personalTenant());
    }

    private UUID tenant() {
        return owner.personalTenant().value();
    }

    private static Api keyOf(Reply made) {
        return new Api(replica.url(), Map.of("X-API-KEY", made.field("key")));
    }
}

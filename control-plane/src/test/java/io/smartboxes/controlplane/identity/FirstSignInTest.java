package io.smartboxes.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstSignInTest {

    private static final int AT_ONCE = 20;

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
    void makesAPersonAndATenantOfTheirOwn() {
        var person = issuer.person("grace");
        var api = caller(replica, issuer.token(person, claims -> claims.claim("name", "Grace\nHopper")));

        var me = api.get("/v1/me").expect(200).json();

        assertThat(me.path("user").path("id").asText()).startsWith("usr_");
        assertThat(me.path("user").path("name").asText()).isEqualTo("GraceHopper");
        assertThat(me.path("memberships")).hasSize(1);
        assertThat(me.path("memberships").path(0).path("role").asText()).isEqualTo("owner");
        var tenant = me.path("memberships").path(0).path("tenant");
        assertThat(tenant.path("name").asText()).isEqualTo("GraceHopper");
        assertThat(tenant.path("personal").asBoolean()).isTrue();
        assertThat(me.path("session").path("id").asText()).startsWith("ses_");
        assertThat(api.get("/v1/me").expect(200).json()).isEqualTo(me);
    }

    @Test
    void happensOnceHoweverManyCallsComeFirst() throws InterruptedException, ExecutionException {
        var person = issuer.person("race");
        String token = issuer.token(person);
        var barrier = new CyclicBarrier(AT_ONCE);
        var calls = new ArrayList<Callable<Reply>>();
        for (int number = 0; number < AT_ONCE; number++) {
            var api = caller(number % 2 == 0 ? replica : other, token);
            calls.add(() -> {
                barrier.await();
                return api.get("/v1/me");
            });
        }

        List<Future<Reply>> replies;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            replies = threads.invokeAll(calls);
        }

        String first = replies.getFirst().get().expect(200).text();
        for (var reply : replies) {
            assertThat(reply.get().expect(200).text()).isEqualTo(first);
        }
        assertThat(database.rows("select id from user_account where sub = ?", person.subject()))
                .hasSize(1);
        assertThat(database.rows("select id from user_session where sid = ?", person.sid()))
                .hasSize(1);
        assertThat(database.rows("select id from tenant where name = 'race'")).hasSize(1);
    }

    @Test
    void followsAChangedAddress() {
        var person = issuer.person("before");
        caller(replica, issuer.token(person)).get("/v1/me").expect(200);

        var after = new OidcIssuer.Person(person.subject(), "after@example.com", "next-sign-in");

        caller(replica, issuer.token(after)).get("/v1/me").expect(200);
        assertThat(database.rows("select email from user_account where sub = ?", person.subject()))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("email", "after@example.com"));
    }

    private static Api caller(TestReplica replica, String token) {
        return new Api(replica.url(), Map.of("Authorization", "Bearer " + token));
    }
}

package io.smartboxes.controlplane.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Golden;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.OpenApi;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the OpenAPI document, called by those who must not get anything from it. */
class TenantSweepTest {

    private static final Set<String> OPEN = Set.of("GET /health");

    private static final String FORM = "application/x-www-form-urlencoded";

    /** What is no part of the contract and answers all the same: providers' announcements, and what cannot be done yet. */
    private static final Map<OpenApi.Route, String> HIDDEN = Map.of(
            new OpenApi.Route("POST", "/v1/sessions/backchannel-logout", true), FORM,
            new OpenApi.Route("POST", "/v1/staff/sessions/backchannel-logout", true), FORM,
            new OpenApi.Route("POST", "/sandboxes/{sandboxID}/pause", true), "application/json",
            new OpenApi.Route("POST", "/sandboxes/{sandboxID}/resume", true), "application/json",
            new OpenApi.Route("POST", "/sandboxes/{sandboxID}/fork", true), "application/json",
            new OpenApi.Route("POST", "/sandboxes/{sandboxID}/snapshots", true), "application/json",
            new OpenApi.Route("PUT", "/sandboxes/{sandboxID}/network", true), "application/json");

    /** A body that each route with one would accept, so that nothing but the id or the credential is wrong. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("/sandboxes", "{\"templateID\":\"base\"}"),
            Map.entry("/v2/sandboxes", "{\"templateID\":\"base\"}"),
            Map.entry("/v1/api-keys", "{\"name\":\"x\"}"),
            Map.entry("/v1/api-keys/{id}/rotate", "{\"overlap\":\"1h\"}"),
            Map.entry("/v1/sandboxes/{id}/terminal-tickets", "{}"),
            Map.entry("/v1/tenants", "{\"name\":\"x\"}"),
            Map.entry("/v1/tenants/{id}", "{\"name\":\"x\"}"),
            Map.entry("/v1/members/{id}", "{\"role\":\"viewer\"}"),
            Map.entry("/sandboxes/{sandboxID}/timeout", "{\"timeout\":60}"),
            Map.entry("/sandboxes/{sandboxID}/refreshes", "{\"duration\":60}"),
            Map.entry("/sandboxes/{sandboxID}/connect", "{\"timeout\":60}"),
            Map.entry("/v2/sandboxes/{sandboxID}/connect", "{\"timeout\":60}"),
            Map.entry("/v1/tenants/{id}/transfer", "{\"userId\":\"usr_01h455vb4pex5vsknk084sn02q\"}"),
            Map.entry("/v1/staff/tenants/{id}/suspension", "{\"step\":\"blocked\",\"cause\":\"x\"}"),
            Map.entry("/v1/staff/tenants/{id}/limits/{resource}", "{\"limit\":7,\"reason\":\"x\"}"),
            Map.entry("/v1/invitations", "{\"email\":\"somebody@example.com\",\"role\":\"viewer\"}"),
            Map.entry("/v1/invitations/{id}/accept", "{}"),
            Map.entry("/v1/invitations/{id}/decline", "{}"));

    private static final List<String> MALFORMED =
            List.of("x", "%00", "..%2F..", "'%20or%201=1", "sbx", "key_", "tnt_", "a".repeat(500));

    /** What of a path is no id of somebody's. */
    private static final String RESOURCE = "{resource}";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static OidcIssuer issuer;
    private static OidcIssuer staffIssuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestPerson owner;
    private static Api owners;
    private static Api stranger;
    /** What each kind of id is called in the owner's tenant. */
    private static Map<String, String> mine;
    /** Ids that were never given out. */
    private static final Map<String, String> NOBODYS = Map.of(
            "sandboxes", "sbx01h455vb4pex5vsknk084sn02q",
            "api-keys", "key_01h455vb4pex5vsknk084sn02q",
            "tenants", "tnt_01h455vb4pex5vsknk084sn02q",
            "invitations", "inv_01h455vb4pex5vsknk084sn02q",
            "members", "usr_01h455vb4pex5vsknk084sn02q",
            "sessions", "ses_01h455vb4pex5vsknk084sn02q");

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
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        owner = TestPerson.signUp(issuer, replica, "mark-owner");
        owners = owner.at(replica);
        var somebodyElse = TestPerson.signUp(issuer, replica, "stranger");
        stranger = somebodyElse.at(replica, somebodyElse.personalTenant());
        mine = Map.of(
                "sandboxes",
                        owners.post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{\"mark\":\"x\"}}")
                                .expect(201)
                                .field("sandboxID"),
                "api-keys",
                        owners.post("/v1/api-keys", "{\"name\":\"mark\"}")
                                .expect(201)
                                .field("id"),
                "tenants", owner.personalTenant().toString(),
                "invitations",
                        owners.post("/v1/invitations", "{\"email\":\"mark-invited@example.com\",\"role\":\"viewer\"}")
                                .expect(201)
                                .field("id"),
                "members", owner.id().toString(),
                "sessions",
                        owners.get("/v1/me").json().path("session").path("id").asText());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        staffIssuer.close();
        issuer.close();
    }

    static Stream<OpenApi.Route> routes() {
        return Stream.concat(
                OpenApi.routes().stream().filter(route -> !OPEN.contains(route.toString())),
                HIDDEN.keySet().stream().sorted(Comparator.comparing(OpenApi.Route::toString)));
    }

    /** Staff's routes let no customer in, so there is nothing that they could tell. */
    static Stream<OpenApi.Route> routesWithIds() {
        return routes().filter(
                        route -> route.path().contains("{") && !route.path().startsWith("/v1/staff"));
    }

    /** A new route changes this file, and whoever reviews it says for every kind of caller what is right. */
    @Test
    void answersEveryKindOfCallerAsReviewed() {
        var viewer =
                TestPerson.signUp(issuer, replica, "viewer").join(database, replica, owner.personalTenant(), "viewer");
        var billing = TestPerson.signUp(issuer, replica, "billing")
                .join(database, replica, owner.personalTenant(), "billing");
        var deleted = TestPerson.signUp(issuer, replica, "deleted");
        database.update(
                "update user_account set deleted_at = now() where id = ?",
                deleted.id().value());
        var callers = new LinkedHashMap<String, Api>();
        callers.put("nobody", new Api(replica.url(), Map.of()));
        callers.put("a wrong key", new Api(replica.url(), Map.of("X-API-KEY", "wrong")));
        callers.put("another tenant's key", TestTenant.in(replica, database).at(replica));
        var passerby = TestPerson.signUp(issuer, replica, "passerby");
        callers.put("another tenant's user", passerby.at(replica, passerby.personalTenant()));
        callers.put(
                "the same, naming this tenant",
                passerby.at(replica)
                        .with("Smartboxes-Tenant", owner.personalTenant().toString()));
        callers.put(
                "a user, naming a malformed one",
                TestPerson.signUp(issuer, replica, "lost").at(replica).with("Smartboxes-Tenant", "tnt_' or 1=1 --"));
        callers.put("a viewer", viewer.at(replica, owner.personalTenant()));
        callers.put("a billing member", billing.at(replica, owner.personalTenant()));
        callers.put(
                "a key that may only see usage",
                new Api(
                        replica.url(),
                        Map.of(
                                "X-API-KEY",
                                owners.post("/v1/api-keys", "{\"name\":\"narrow\",\"scopes\":[\"usage:read\"]}")
                                        .expect(201)
                                        .field("key"))));
        var staff = new Api(
                replica.url(),
                Map.of("Authorization", "Bearer " + staffIssuer.staffToken(staffIssuer.person("staff"))));
        callers.put("staff", staff);
        callers.put(
                "staff without a second factor",
                new Api(
                        replica.url(),
                        Map.of("Authorization", "Bearer " + staffIssuer.token(staffIssuer.person("staff")))));
        callers.put("a deleted user", deleted.again().at(replica));
        var text = new StringBuilder("""
                # What each kind of caller is answered

                Every route of the OpenAPI document and what is served besides, with ids of somebody else's tenant; malformed ids come from those who may use the route. Generated by TenantSweepTest; do not edit.

                """);
        text.append("| route | ").append(String.join(" | ", callers.keySet())).append(" | malformed ids |\n");
        text.append("|---".repeat(callers.size() + 2)).append("|\n");
        routes().sorted(Comparator.comparing(TenantSweepTest::endsItsCaller)).forEach(route -> {
            text.append("| ").append(route);
            callers.forEach((who, caller) -> text.append(" | ").append(answer(who, caller, route, mine)));
            text.append(" | ")
                    .append(malformed(route.path().startsWith("/v1/staff") ? staff : owners, route))
                    .append(" |\n");
        });
        Golden.check(Path.of("control-plane/docs/sweep.md"), text.toString());
    }

    /** What the server answers, and not only what it writes into the document. */
    @Test
    void leavesNoRouteOut() {
        var served = replica.bean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString())
                .filter(route -> !route.startsWith("HEAD "))
                .distinct();

        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(OPEN.stream(), routes().map(OpenApi.Route::toString))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("routesWithIds")
    void tellsNoOneOfAnotherTenantsThings(OpenApi.Route route) {
        var foreign = call(stranger, route, mine).expect(404);
        var neverWas = call(stranger, route, NOBODYS).expect(404);

        assertThat(foreign.text()).doesNotContain("mark");
        assertThat(anonymous(foreign))
                .as("the same answer as for what never was")
                .isEqualTo(anonymous(neverWas));
    }

    @Test
    void listsNothingOfAnotherTenant() {
        for (String list : List.of(
                "/v2/sandboxes",
                "/sandboxes",
                "/sandboxes/metrics?sandbox_ids=" + mine.get("sandboxes"),
                "/v1/sandboxes",
                "/v1/usage?groupBy=sandbox",
                "/v1/usage/entries",
                "/v1/usage.csv?groupBy=sandbox",
                "/v1/api-keys",
                "/v1/audit-events",
                "/v1/audit-events/export",
                "/v1/me/audit-events",
                "/v1/me/invitations",
                "/v1/invitations",
                "/v1/members",
                "/v1/sessions",
                "/v1/me")) {
            assertThat(stranger.get(list).expect(200).text())
                    .as(list)
                    .doesNotContain("mark")
                    .doesNotContain(mine.values());
        }
    }

    private static String answer(String who, Api caller, OpenApi.Route route, Map<String, String> ids) {
        var reply = call(caller, route, ids);
        if (!who.contains("viewer") && !who.contains("billing") && !who.contains("may only") && !who.equals("staff")) {
            assertThat(reply.text()).as(who + " " + route).doesNotContain("mark");
        }
        if (!who.equals("another tenant's key") && !who.equals("another tenant's user")) {
            assertThat(reply.text()).as(who + " " + route).doesNotContain("envdAccessToken");
        }
        assertThat(reply.status()).as(who + " " + route).isLessThan(500);
        return reply.status() < 400 ? String.valueOf(reply.status()) : reply.status() + " " + slug(reply);
    }

    /** Comes last, for there is nobody left after it. */
    private static boolean endsItsCaller(OpenApi.Route route) {
        return route.toString().equals("DELETE /v1/me");
    }

    private static String malformed(Api caller, OpenApi.Route route) {
        if (!route.path().contains("{")) {
            return "-";
        }
        return MALFORMED.stream()
                .flatMap(id -> ids(route, id))
                .map(ids -> answer("malformed viewer", caller, route, ids))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** One at a time, where a route has two. */
    private static Stream<Map<String, String>> ids(OpenApi.Route route, String malformed) {
        if (!route.path().contains(RESOURCE)) {
            return Stream.of(Map.of("", malformed));
        }
        return Stream.of(Map.of("", malformed), Map.of("tenants", mine.get("tenants"), RESOURCE, malformed));
    }

    private static String slug(Reply reply) {
        var type = reply.json().path("type").asText();
        return type.isEmpty() ? reply.field("error_code") : type.replace("/problems/", "");
    }

    private static String anonymous(Reply reply) {
        String text = reply.text();
        for (var ids : List.of(mine, NOBODYS)) {
            for (String id : ids.values()) {
                text = text.replace(id, "ID");
            }
        }
        return text.replaceAll("req_\\w+", "REQ");
    }

    /** @param ids by the collection that they are of; the one under the empty name stands for all */
    private static Reply call(Api caller, OpenApi.Route route, Map<String, String> ids) {
        String collection = Stream.of(route.path().split("/"))
                .filter(part -> NOBODYS.containsKey(part))
                .findFirst()
                .orElse("");
        String id = ids.getOrDefault("", ids.getOrDefault(collection, ""));
        String path = route.path()
                        .replace(RESOURCE, ids.getOrDefault(RESOURCE, "sandboxes"))
                        .replaceAll("\\{[^}]+}", Matcher.quoteReplacement(id))
                + (route.method().equals("DELETE") && route.path().startsWith("/v1/staff") ? "?reason=x" : "");
        if (route.path().contains("{")) {
            assertThat(id).as("an id for the new route " + route).isNotEmpty();
        }
        if (route.path().equals("/v1/events")) {
            return opened(caller, path);
        }
        String hidden = HIDDEN.get(route);
        if (hidden != null) {
            return caller.with("Content-Type", hidden)
                    .send(route.method(), path, hidden.equals(FORM) ? "logout_token=x.y.z" : "{}");
        }
        if (!route.hasBody()) {
            return caller.send(route.method(), path, null);
        }
        assertThat(BODIES).as("a valid body for the new route").containsKey(route.path());
        return caller.with("Content-Type", "application/json").send(route.method(), path, BODIES.get(route.path()));
    }

    /** A stream has no end: where it opens, its beginning is enough. */
    private static Reply opened(Api caller, String path) {
        var request = HttpRequest.newBuilder(caller.base().resolve(path));
        caller.headers().forEach(request::header);
        try {
            var raw = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = raw.body()) {
                String text = raw.statusCode() == 200 ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Reply(raw.statusCode(), text, null);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}

package io.smartboxes.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BearerTokenTest {

    private static OidcIssuer issuer;
    private static OidcIssuer stranger;
    private static TestDatabase database;
    private static TestReplica replica;
    private static OidcIssuer.Person ada;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        stranger = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        ada = issuer.person("ada");
    }

    @AfterAll
    static void stop() {
        replica.close();
        database.close();
        stranger.close();
        issuer.close();
    }

    @Test
    void letsSomebodyInOnBothKindsOfPaths() {
        var api = caller("Bearer " + issuer.token(ada));

        assertThat(api.get("/v1/me")
                        .expect(200)
                        .json()
                        .path("user")
                        .path("email")
                        .asText())
                .isEqualTo("ada@example.com");
        api.get("/v2/sandboxes").expect(200);
        caller("bearer " + issuer.token(ada)).get("/v1/me").expect(200);
    }

    static Stream<Arguments> badTokens() throws JOSEException {
        var good = issuer.claims(ada).build();
        var accessToken = new JOSEObjectType("at+jwt");
        var rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).type(accessToken);
        Instant now = Clock.systemUTC().instant();
        byte[] publicKey = issuer.key().toRSAPublicKey().getEncoded();
        byte[] publicKeyPem = issuer.key().toPublicJWK().toString().getBytes(StandardCharsets.UTF_8);
        var hs256 = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(accessToken)
                .keyID(issuer.key().getKeyID())
                .build();
        String signed = issuer.token(ada);
        return Stream.of(
                bad("nothing", ""),
                bad("not a token", "abc"),
                bad("an API key", "e2b_00000000000000000000000000000000190a55ad"),
                bad("three dots", "a.b.c"),
                bad("algorithm none", new PlainJWT(good).serialize()),
                bad(
                        "algorithm none with a kind",
                        "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + signed.split("\\.")[1] + "."),
                bad("the public key as a shared secret", OidcIssuer.sign(hs256, good, new MACSigner(publicKey))),
                bad("its JSON as a shared secret", OidcIssuer.sign(hs256, good, new MACSigner(publicKeyPem))),
                bad(
                        "an algorithm that is not allowed",
                        issuer.sign(new JWSHeader.Builder(JWSAlgorithm.RS512).type(accessToken), good)),
                bad(
                        "another provider's key",
                        OidcIssuer.sign(
                                rs256.keyID(issuer.key().getKeyID()).build(), good, new RSASSASigner(stranger.key()))),
                bad(
                        "a key that came in the token",
                        OidcIssuer.sign(
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .type(accessToken)
                                        .jwk(stranger.key().toPublicJWK())
                                        .build(),
                                good,
                                new RSASSASigner(stranger.key()))),
                bad("another provider", stranger.token(ada)),
                bad("another issuer", issuer.token(ada, claims -> claims.issuer(stranger.url()))),
                bad("no issuer", issuer.token(ada, claims -> claims.issuer(null))),
                bad("another audience", issuer.token(ada, claims -> claims.audience("account"))),
                bad("no audience", issuer.token(ada, claims -> claims.audience((String) null))),
                bad("expired", issuer.token(ada, claims -> claims.expirationTime(Date.from(now.minusSeconds(60))))),
                bad("no expiry", issuer.token(ada, claims -> claims.expirationTime(null))),
                bad("not yet valid", issuer.token(ada, claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60))))),
                bad("no subject", issuer.token(ada, claims -> claims.subject(null))),
                bad("no session", issuer.token(ada, claims -> claims.claim("sid", null))),
                bad("a session that is no text", issuer.token(ada, claims -> claims.claim("sid", 7))),
                bad("a subject with a NUL", issuer.token(ada, claims -> claims.subject("a\0b"))),
                bad("an endless subject", issuer.token(ada, claims -> claims.subject("x".repeat(1000)))),
                bad(
                        "an ID token",
                        issuer.sign(new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT), good)),
                bad("a token without a kind", issuer.sign(new JWSHeader.Builder(JWSAlgorithm.RS256), good)),
                bad("a logout token", issuer.logoutToken(claims -> claims.subject("x"))),
                bad("another signature", signed.substring(0, signed.length() - 8) + "AAAAAAAA"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refuses(String what, String token) {
        var v1 = caller("Bearer " + token).get("/v1/me").expect(401);
        var e2b = caller("Bearer " + token).get("/v2/sandboxes").expectError(401);

        assertThat(v1.header("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(v1.field("type")).isEqualTo("/problems/unauthenticated");
        assertThat(v1.field("detail")).doesNotContain("Exception", "com.nimbusds");
        assertThat(e2b.field("error_code")).isEqualTo("unauthenticated");
    }

    @Test
    void refusesOtherSchemes() {
        assertThat(caller("Basic YTpi").get("/v1/me").expect(401).field("detail"))
                .contains("Bearer");
    }

    @Test
    void takesTheKeyWhereBothAreSent() {
        var tenant = TestTenant.in(replica, database);

        tenant.at(replica)
                .with("Authorization", "Bearer nonsense")
                .get("/v2/sandboxes")
                .expect(200);
        assertThat(tenant.at(replica).get("/v1/me").expect(403).field("type")).isEqualTo("/problems/user_required");
    }

    @Test
    void wantsAVerifiedAddress() {
        var unverified = issuer.token(issuer.person("eve"), claims -> claims.claim("email_verified", false));

        assertThat(caller("Bearer " + unverified).get("/v1/me").expect(403).field("type"))
                .isEqualTo("/problems/verification_required");
        assertThat(database.rows("select * from user_account where email like 'eve%'"))
                .isEmpty();
    }

    @Test
    void saysSoWhereNobodyCanSignIn() {
        try (var without = TestReplica.withoutLink(database, Map.of())) {
            var refused = new Api(without.url(), Map.of("Authorization", "Bearer " + issuer.token(ada)))
                    .get("/v1/me")
                    .expect(401);
            assertThat(refused.field("detail")).contains("API key");
        }
    }

    @Test
    void saysSoUntilTheProviderCanBeReached() {
        try (var provider = new OidcIssuer();
                var own = TestReplica.withoutLink(database, withName("early", provider))) {
            var person = provider.person("early");
            var api = new Api(own.url(), Map.of("Authorization", "Bearer " + provider.token(person)));

            provider.setOut(true);
            var refused = api.get("/v1/me").expect(503);
            provider.setOut(false);

            assertThat(refused.header("Should-Retry")).contains("true");
            assertThat(refused.field("detail")).contains("API keys work");
            api.get("/v1/me").expect(200);
        }
    }

    @Test
    void followsTheProvidersKeysAndOutages() {
        try (var provider = new OidcIssuer();
                var own = TestReplica.withoutLink(database, withName("rotating", provider))) {
            var person = provider.person("bob");
            String old = provider.token(person);
            assertThat(status(own, old)).isEqualTo(200);
            provider.rotate();
            assertThat(status(own, provider.token(person))).as("the new key").isEqualTo(200);
            assertThat(status(own, old)).as("a key that was withdrawn").isEqualTo(401);

            int before = provider.reads();
            for (int number = 0; number < 20; number++) {
                var foreign = new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID("made-up-" + number)
                        .build();
                JWTClaimsSet claims = provider.claims(person).build();
                assertThat(status(own, OidcIssuer.sign(foreign, claims, signer(stranger))))
                        .isEqualTo(401);
            }
            assertThat(provider.reads() - before)
                    .as("made-up keys do not flood the provider")
                    .isLessThan(3);

            provider.setOut(true);
            assertThat(status(own, provider.token(person)))
                    .as("the provider is down")
                    .isEqualTo(200);
        }
    }

    private static RSASSASigner signer(OidcIssuer of) {
        try {
            return new RSASSASigner(of.key());
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, Object> withName(String name, OidcIssuer provider) {
        var settings = new HashMap<String, Object>(provider.settings());
        settings.put("smartboxes.replica-id", name);
        return settings;
    }

    private static int status(TestReplica at, String token) {
        return new Api(at.url(), Map.of("Authorization", "Bearer " + token))
                .get("/v1/me")
                .status();
    }

    private static Arguments bad(String what, String token) {
        return Arguments.of(what, token);
    }

    private static Api caller(String authorization) {
        return new Api(replica.url(), Map.of("Authorization", authorization));
    }
}

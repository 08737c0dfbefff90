package io.smartboxes.controlplane.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An OpenID provider on loopback: discovery, keys that can rotate, and tokens of any kind, good and bad. */
public final class OidcIssuer implements AutoCloseable {

    private static final long LIFE_SECONDS = 7200;

    private final AtomicInteger keyNumber = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile RSAKey key = newKey();
    private volatile boolean out;

    public OidcIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext(
                "/realms/test/.well-known/openid-configuration",
                exchange -> answer(exchange, """
                    {"issuer":"%s","jwks_uri":"%s/keys"}\
                    """.formatted(url(), url())));
        server.createContext("/realms/test/keys", exchange -> {
            reads.incrementAndGet();
            answer(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/realms/test/protocol/openid-connect/token", exchange -> answer(exchange, """
            {"access_token":"for-events"}\
            """));
        server.createContext("/admin/realms/test/events", this::events);
        server.start();
    }

    /** What replicas are told. */
    public Map<String, Object> settings() {
        return Map.of("smartboxes.oidc.issuer", url());
    }

    /** The same, for replicas that also read what people did here. */
    public Map<String, Object> settingsWithEvents() {
        return Map.of(
                "smartboxes.oidc.issuer",
                url(),
                "smartboxes.oidc.events.url",
                url().replace("/realms/test", "/admin/realms/test/events"),
                "smartboxes.oidc.events.client-secret",
                "secret");
    }

    /** For replicas whose staff sign in here, and that also read what they did. */
    public Map<String, Object> staffSettingsWithEvents() {
        return settingsWithEvents().entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> setting.getKey().replace("smartboxes.oidc", "smartboxes.staff"),
                        Map.Entry::getValue));
    }

    /** Somebody did this here; {@code error} if it failed. */
    public void happened(Person person, String type, @Nullable String error, Instant at) {
        told("""
            {"id":"%s","time":%d,"type":"%s","userId":"%s","ipAddress":"192.0.2.7","details":{"auth_method":"openid-connect","username":"%s"}%s}\
            """.formatted(
                        UUID.randomUUID(),
                        at.toEpochMilli(),
                        type,
                        person.subject(),
                        person.email(),
                        error == null ? "" : ",\"error\":\"" + error + "\""));
    }

    /** It tells of an event in these words. */
    public void told(String json) {
        events.add(json);
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/realms/test";
    }

    public RSAKey key() {
        return key;
    }

    /** How often the keys were fetched. */
    public int reads() {
        return reads.get();
    }

    /** From now on tokens are signed with a key that nobody has seen yet, and the one before is not published. */
    public void rotate() {
        key = newKey();
    }

    /** From now on, or no longer, it answers 503. */
    public void setOut(boolean out) {
        this.out = out;
    }

    /** A person, verified, signed in for the first time. */
    public Person person(String name) {
        return new Person(
                UUID.randomUUID().toString(),
                name + "@example.com",
                UUID.randomUUID().toString());
    }

    /** A good access token. */
    public String token(Person person) {
        return token(person, claims -> claims);
    }

    /** A good access token of somebody who showed a second factor. */
    public String staffToken(Person person) {
        return token(person, claims -> claims.claim("amr", List.of("otp")));
    }

    /** An access token with something else about it. */
    public String token(Person person, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("at+jwt")),
                change.apply(claims(person)).build());
    }

    /** What a good access token says. */
    public JWTClaimsSet.Builder claims(Person person) {
        Instant now = Clock.systemUTC().instant();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(List.of("account", "smartboxes-api"))
                .subject(person.subject())
                .claim("sid", person.sid())
                .claim("email", person.email())
                .claim("email_verified", true)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)));
    }

    /** The provider's word that a sign-in is over. */
    public String logoutToken(UnaryOperator<JWTClaimsSet.Builder> change) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(url())
                .audience("console")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(Clock.systemUTC().instant()))
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("logout+jwt")),
                change.apply(claims).build());
    }

    /** Signed with the present key, whatever it says. */
    public String sign(JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            return sign(header.keyID(key.getKeyID()).build(), claims, new RSASSASigner(key));
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Signed by somebody, whatever it says. */
    public static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID("key-" + keyNumber.incrementAndGet())
                    .generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        var asked = exchange.getRequestURI().getQuery();
        if (!"Bearer for-events".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        answer(
                exchange,
                events.stream()
                        .filter(event -> number(event, "\"time\":(\\d+)") >= number(asked, "dateFrom=(\\d+)"))
                        .sorted(Comparator.comparingLong(event -> number(event, "\"time\":(\\d+)")))
                        .skip(number(asked, "first=(\\d+)"))
                        .limit(number(asked, "max=(\\d+)"))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static long number(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(out ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Somebody at the provider, in one sign-in. */
    public record Person(String subject, String email, String sid) {

        /** The same person, signed in once more. */
        public Person again() {
            return new Person(subject, email, UUID.randomUUID().toString());
        }
    }
}

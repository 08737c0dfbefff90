package io.smartboxes.console.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID provider where everybody is always signed in already, as {@code ada}. Checks PKCE like a real one. */
public final class FakeProvider implements AutoCloseable {

    private final HttpServer server;
    private final RSAKey key;
    private final String client;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean knowsNoClient;
    private volatile boolean refusesRenewal;
    private volatile long lifetimeSeconds = 7200;
    private volatile String subject = "ada";

    private FakeProvider(HttpServer server, RSAKey key, String client) {
        this.client = client;
        this.server = server;
        this.key = key;
    }

    public static FakeProvider start() throws IOException, JOSEException {
        return start("console");
    }

    /** @param client to whom its ID tokens are issued */
    public static FakeProvider start(String client) throws IOException, JOSEException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var provider =
                new FakeProvider(server, new RSAKeyGenerator(2048).keyID("k").generate(), client);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", provider::serve);
        server.start();
        return provider;
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void goDown(boolean isDown) {
        down = isDown;
    }

    /** It is up, but nobody has told it of the console yet. */
    public void knowNoClient(boolean isSo) {
        knowsNoClient = isSo;
    }

    public void refuseRenewal() {
        refusesRenewal = true;
    }

    public void liveFor(long seconds) {
        lifetimeSeconds = seconds;
    }

    public void signInAs(String name) {
        subject = name;
    }

    public int renewals() {
        return renewals.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (down) {
            answer(exchange, 503, "{}");
            return;
        }
        try {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> answer(exchange, 200, discovery());
                case "/jwks" -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
                case "/authorize" -> authorize(exchange);
                case "/token" ->
                    token(exchange, form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                case "/logout" -> {
                    exchange.getResponseHeaders()
                            .add(
                                    "Location",
                                    form(exchange.getRequestURI().getRawQuery()).get("post_logout_redirect_uri"));
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                }
                default -> answer(exchange, 404, "{}");
            }
        } catch (JOSEException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String discovery() {
        return """
            {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
             "jwks_uri": "%1$s/jwks", "end_session_endpoint": "%1$s/logout", "subject_types_supported": ["public"],
             "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"]}
            """.formatted(issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        if (knowsNoClient) {
            answer(exchange, 400, "Client not found");
            return;
        }
        var asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .add("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange, Map<String, String> form)
            throws IOException, JOSEException, NoSuchAlgorithmException {
        String nonce = null;
        if ("refresh_token".equals(form.get("grant_type"))) {
            renewals.incrementAndGet();
            if (refusesRenewal) {
                answer(exchange, 400, "{\"error\": \"invalid_grant\", \"error_description\": \"Session not active\"}");
                return;
            }
        } else {
            var asked = codes.remove(String.valueOf(form.get("code")));
            if (asked == null || !challenge(form.get("code_verifier")).equals(asked.get("code_challenge"))) {
                answer(exchange, 400, "{\"error\": \"invalid_grant\", \"error_description\": \"Code not valid\"}");
                return;
            }
            nonce = asked.get("nonce");
        }
        answer(exchange, 200, """
            {"access_token": "access-%s", "token_type": "Bearer", "expires_in": %d, "refresh_token": "%s", "id_token": "%s"}
            """.formatted(UUID.randomUUID(), lifetimeSeconds, UUID.randomUUID(), idToken(nonce)));
    }

    private String idToken(String nonce) throws JOSEException {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .subject(subject)
                .audience(client)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce)
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k")
                .type(JOSEObjectType.JWT)
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String challenge(String verifier) throws NoSuchAlgorithmException {
        var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    static Map<String, String> form(String text) {
        var form = new HashMap<String, String>();
        if (text != null) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

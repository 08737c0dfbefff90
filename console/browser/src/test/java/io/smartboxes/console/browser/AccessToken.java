package io.smartboxes.console.browser;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** What the console shows to the API in somebody's name, obtained as the console obtains it, in a browser that is signed in. */
final class AccessToken {

    private static final String CLIENT = "console";

    private final Installation installation;
    private final String verifier = verifier();

    private AccessToken(Installation installation) {
        this.installation = installation;
    }

    static String of(Visitor visitor, Installation installation) {
        var token = new AccessToken(installation);
        return token.redeem(visitor.addressThatIsLedTo(token.callback(), token.begin()));
    }

    private String callback() {
        return installation.console() + "/sign-in/callback";
    }

    private String begin() {
        return installation.signIn() + "/protocol/openid-connect/auth?"
                + form(Map.of(
                        "response_type", "code",
                        "client_id", CLIENT,
                        "redirect_uri", callback(),
                        "scope", "openid",
                        "state", "of-a-test",
                        "code_challenge", challenge(),
                        "code_challenge_method", "S256"));
    }

    private String redeem(String address) {
        String code = Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .filter(each -> each.startsWith("code="))
                .map(each -> each.substring("code=".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The sign-in service gave no code: " + address));
        var answer = Http.postForm(
                installation.signIn() + "/protocol/openid-connect/token",
                CLIENT + ":" + secret(),
                form(Map.of("grant_type", "authorization_code", "redirect_uri", callback(), "code_verifier", verifier))
                        + "&code=" + code);
        if (answer.statusCode() != 200) {
            throw new AssertionError("The sign-in service gave no token: " + answer.body());
        }
        return JsonParser.parseString(answer.body())
                .getAsJsonObject()
                .get("access_token")
                .getAsString();
    }

    private String secret() {
        try {
            return Files.readString(installation.state().resolve("secrets/oidc-" + CLIENT));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private String challenge() {
        try {
            return spelled(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String verifier() {
        byte[] bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return spelled(bytes);
    }

    private static String spelled(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

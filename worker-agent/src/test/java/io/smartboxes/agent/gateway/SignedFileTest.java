package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The vector is E2B's: what its clients sign is what is matched here. */
class SignedFileTest {

    private static final String TOKEN = "0tQG31xiMp0IOQfaz9dcwi72L1CPo8e0";
    private static final String URL =
            "/files?path=hello.txt&username=user&signature=v1_gUtH%2Fs9YCJWgCizjfUxuWfhFE4QSydOWEIIvfLwDr6E";

    @Test
    void knowsTheTokenThatSigned() {
        SignedFile file = SignedFile.of("GET", URL).orElseThrow();

        assertThat(file.isSignedWith(TOKEN)).isTrue();
        assertThat(file.isSignedWith(TOKEN + "x")).isFalse();
    }

    @Test
    void tellsReadingFromWriting() {
        assertThat(SignedFile.of("HEAD", URL).orElseThrow().isSignedWith(TOKEN)).isTrue();
        assertThat(SignedFile.of("POST", URL).orElseThrow().isSignedWith(TOKEN)).isFalse();
    }

    @Test
    void countsEveryPartOfTheUrl() {
        for (String changed : List.of(
                URL.replace("hello", "hallo"),
                URL.replace("username=user", "username=root"),
                URL.replace("username=user&", ""),
                URL + "&signature_expiration=1",
                URL.replace("v1_", "v2_"))) {
            assertThat(SignedFile.of("GET", changed).orElseThrow().isSignedWith(TOKEN))
                    .as(changed)
                    .isFalse();
        }
    }

    @Test
    void findsTheSignerAmongMany() {
        LocalSandbox signer = sandbox(TOKEN);
        SignedFile file = SignedFile.of("GET", URL).orElseThrow();

        assertThat(file.signer(List.of(sandbox("a"), signer, sandbox("b")))).contains(signer);
        assertThat(file.signer(List.of(sandbox("a"), sandbox("b")))).isEmpty();
    }

    @Test
    void isSignedAnewInItsPlace() {
        SignedFile file = SignedFile.of("GET", URL).orElseThrow();

        String anew = file.signedAnew(URL + "&signature_expiration=", "another token");

        assertThat(anew)
                .startsWith("/files?path=hello.txt&username=user&signature=v1_")
                .doesNotContain("gUtH");
        SignedFile again = SignedFile.of("GET", anew).orElseThrow();
        assertThat(again.isSignedWith("another token")).isTrue();
        assertThat(again.isSignedWith(TOKEN)).isFalse();
    }

    @Test
    void believesNoEmptyToken() {
        // SHA-256 of "a:read::", which anybody can compute.
        String forged = "/files?path=a&signature=v1_" + forged("a:read::");

        assertThat(SignedFile.of("GET", forged).orElseThrow().isSignedWith("")).isFalse();
    }

    private static String forged(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return URLEncoder.encode(
                    Base64.getEncoder().withoutPadding().encodeToString(digest), StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    private static LocalSandbox sandbox(String token) {
        return new LocalSandbox(
                SandboxId.next(InstantSource.system()),
                "boot",
                "of-the-guest",
                new Holders(List.of(new Holder("key_any", token)), 0),
                "127.0.0.1",
                49_983,
                OptionalInt.empty());
    }
}

package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file URL as a client signs it with the token that it was given for its sandbox.
 *
 * <p>The URL may name no sandbox at all, so the sandbox is found by trying: one SHA-256 for each holder of each sandbox running
 * on this worker. Each comparison takes constant time, and all candidates are tried, so that time tells nothing. The guest
 * knows none of these tokens: it gets the URL signed anew, and whether it has expired is the guest's to say.
 *
 * @param operation read or write
 * @param username empty when the URL has none
 * @param expiration seconds since 1970 as written; empty when the URL has none
 */
record SignedFile(String path, String operation, String username, String signature, String expiration) {

    private static final String PREFIX = "v1_";

    /** The signed file that a request asks for, if it is one. */
    static Optional<SignedFile> of(String method, String target) {
        int question = target.indexOf('?');
        if (question < 0 || !target.substring(0, question).equals("/files")) {
            return Optional.empty();
        }
        Optional<String> operation = switch (method) {
            case "GET", "HEAD" -> Optional.of("read");
            case "POST" -> Optional.of("write");
            default -> Optional.empty();
        };
        Map<String, String> query = query(target.substring(question + 1));
        String signature = query.getOrDefault("signature", "");
        if (operation.isEmpty() || signature.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SignedFile(
                query.getOrDefault("path", ""),
                operation.get(),
                query.getOrDefault("username", ""),
                // An unescaped "+" of the base64 text reads as a space.
                signature.replace(' ', '+'),
                query.getOrDefault("signature_expiration", "")));
    }

    /**
     * Whether the guest would find a signature in this target, however its name is escaped: Go decodes names, too. What is
     * one to the guest and no signed file to us must not get past us.
     */
    static boolean isSignedSomehow(String target) {
        int question = target.indexOf('?');
        return question >= 0
                && Arrays.stream(target.substring(question + 1).split("&"))
                        .map(pair -> pair.split("=", 2)[0])
                        .anyMatch(
                                name -> decode(name).filter("signature"::equals).isPresent());
    }

    /** The one sandbox, of these, of which a holder signed this. */
    Optional<LocalSandbox> signer(Collection<LocalSandbox> candidates) {
        LocalSandbox signer = null;
        for (LocalSandbox candidate : candidates) {
            if (candidate.holders().whoSigned(this).isPresent()) {
                signer = candidate;
            }
        }
        return Optional.ofNullable(signer);
    }

    boolean isSignedWith(String accessToken) {
        if (accessToken.isEmpty()) {
            return false;
        }
        return MessageDigest.isEqual(expected(accessToken).getBytes(UTF_8), signature.getBytes(UTF_8));
    }

    /** The target with a signature made by this token instead. */
    String signedAnew(String target, String accessToken) {
        int question = target.indexOf('?');
        String signature = "signature=" + URLEncoder.encode(expected(accessToken), UTF_8);
        return target.substring(0, question + 1)
                + Arrays.stream(target.substring(question + 1).split("&"))
                        .map(pair -> pair.startsWith("signature=") ? signature : pair)
                        .collect(Collectors.joining("&"));
    }

    private String expected(String accessToken) {
        String text = path + ":" + operation + ":" + username + ":" + accessToken;
        String signed = expiration.isEmpty() ? text : text + ":" + expiration;
        byte[] digest = sha256().digest(signed.getBytes(UTF_8));
        return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                decode(pair.substring(equals + 1))
                        .ifPresent(value -> query.putIfAbsent(pair.substring(0, equals), value));
            }
        }
        return query;
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, UTF_8));
        } catch (IllegalArgumentException malformedEscape) {
            return Optional.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has SHA-256", missing);
        }
    }
}

package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** How the console proves that it is the console: a secret that both were told. It gains nothing by it but to be believed where its people are. */
@Context
final class ConsoleProof {

    private static final int LENGTH_MIN = 32;

    private final byte @Nullable [] secret;

    ConsoleProof(@Nullable @Value("${smartboxes.console-secret:}") String secret) {
        if (secret != null && !secret.isEmpty() && secret.length() < LENGTH_MIN) {
            throw new IllegalArgumentException(
                    "smartboxes.console-secret must have " + LENGTH_MIN + " characters or more");
        }
        this.secret = secret == null || secret.isEmpty() ? null : secret.getBytes(StandardCharsets.UTF_8);
    }

    boolean isOf(HttpRequest<?> request) {
        String sent = request.getHeaders().get(Headers.CONSOLE_SECRET);
        return sent != null && secret != null && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), secret);
    }
}

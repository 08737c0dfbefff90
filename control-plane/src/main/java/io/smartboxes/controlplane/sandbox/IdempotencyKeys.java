package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.crypto.MasterKey;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Reads the Idempotency-Key header and binds it to the request it came with. */
@Singleton
final class IdempotencyKeys {

    /** E2B's clients send {@code [a-z0-9-]}; capitals and underscores do no harm. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;
    private final TextMapCodec maps;

    IdempotencyKeys(MasterKey masterKey, TextMapCodec maps) {
        this.key = masterKey.derive(ALGORITHM, "idempotency");
        this.maps = maps;
    }

    @Nullable IdempotencyKey bind(@Nullable String header, SandboxRequest request) {
        if (header == null) {
            return null;
        }
        if (!FORM.matcher(header).matches()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The Idempotency-Key must have 1 to 255 letters, digits, hyphens or underscores.");
        }
        return new IdempotencyKey(header, hash(request));
    }

    private byte[] hash(SandboxRequest request) {
        // A newline cannot occur in the parts: JSON escapes it.
        String canonical = String.join(
                "\n",
                maps.encode(Map.of("template", request.template())),
                request.timeToLive().toString(),
                maps.encode(request.metadata()),
                maps.encode(request.environment()));
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(canonical.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, impossible);
        }
    }
}

package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.crypto.MasterKey;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Derives what a sandbox's guest demands in X-Access-Token. Stored nowhere; the same for the sandbox's whole life. */
@Singleton
public final class GuestTokens {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    GuestTokens(MasterKey masterKey) {
        this.key = masterKey.derive(ALGORITHM, "guest-token");
    }

    /** 64 lower-case hex digits. */
    public String of(SandboxId sandbox) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(sandbox.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, impossible);
        }
    }
}

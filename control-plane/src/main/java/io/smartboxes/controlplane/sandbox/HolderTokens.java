package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.crypto.MasterKey;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Derives what a holder shows to the gateway of a sandbox. Stored nowhere, so the same holder gets the same token each time; good
 * for nothing once the gateway hears that its holder may not enter any more.
 */
@Singleton
public final class HolderTokens {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    HolderTokens(MasterKey masterKey) {
        this.key = masterKey.derive(ALGORITHM, "holder-token");
    }

    /** 64 lower-case hex digits. */
    public String of(SandboxId sandbox, Holder holder) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal((sandbox + "/" + holder).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, impossible);
        }
    }
}

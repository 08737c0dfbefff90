package io.smartboxes.controlplane.platform.crypto;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The installation's one secret. Nothing uses it directly: each purpose has a key of its own, derived by HKDF-SHA256. */
@Singleton
public final class MasterKey {

    private final byte[] secret;

    MasterKey(CryptoConfig config) {
        this.secret = config.secret();
    }

    /**
     * A 256-bit key for one purpose.
     *
     * @param purpose names the use; other purposes give unrelated keys
     */
    public SecretKey derive(String algorithm, String purpose) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand(("smartboxes/" + purpose).getBytes(StandardCharsets.UTF_8), CryptoConfig.LENGTH_BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[redacted]";
    }
}

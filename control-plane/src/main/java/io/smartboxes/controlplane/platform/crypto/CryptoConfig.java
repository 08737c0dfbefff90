package io.smartboxes.controlplane.platform.crypto;

import io.micronaut.context.annotation.ConfigurationProperties;
import jakarta.validation.constraints.NotBlank;
import java.util.Base64;

/**
 * @param masterKey 32 random bytes in base64; whoever has it and the database can read everything sealed, so it is kept
 *     apart from the database
 */
@ConfigurationProperties("smartboxes.crypto")
record CryptoConfig(@NotBlank String masterKey) {

    static final int LENGTH_BYTES = 32;

    CryptoConfig {
        byte[] decoded = decode(masterKey);
        if (decoded.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("smartboxes.crypto.master-key must be " + LENGTH_BYTES
                    + " bytes in base64, not " + decoded.length + ": make one with 'openssl rand -base64 32'");
        }
    }

    byte[] secret() {
        return decode(masterKey);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("smartboxes.crypto.master-key is not base64", notBase64);
        }
    }

    @Override
    public String toString() {
        return "CryptoConfig[redacted]";
    }
}

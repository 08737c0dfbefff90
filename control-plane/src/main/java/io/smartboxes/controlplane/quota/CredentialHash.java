package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.access.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Half of a credential's SHA-256: enough to know it again, of no use to anybody else. */
record CredentialHash(long high, long low) {

    static CredentialHash of(Credentials credentials) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(credentials.apiKey()));
            digest.update((byte) 0);
            digest.update(bytes(credentials.authorization()));
            var hash = ByteBuffer.wrap(digest.digest());
            return new CredentialHash(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}

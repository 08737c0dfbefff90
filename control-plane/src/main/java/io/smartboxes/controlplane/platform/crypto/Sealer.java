package io.smartboxes.controlplane.platform.crypto;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what is stored and must be read again: AES-256-GCM with a random nonce under a key derived from the master key.
 *
 * <p>The context (table and id, say) is bound in: what was sealed for one row does not open in another.
 */
@Singleton
public final class Sealer {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    Sealer(MasterKey masterKey) {
        this.key = masterKey.derive("AES", "sealer");
    }

    /** Version, nonce, ciphertext and tag in one. */
    public byte[] seal(String context, byte[] plain) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK lacks " + CIPHER, impossible);
        }
    }

    /**
     * Reads what {@link #seal} wrote.
     *
     * @throws IllegalStateException when it was sealed under another master key or context, or changed since
     */
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES || sealed[0] != VERSION) {
            throw new IllegalStateException("not sealed by this version: " + context);
        }
        var buffer = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] ciphertext = new byte[buffer.remaining()];
        buffer.get(ciphertext);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(ciphertext);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(
                    "cannot open " + context + ": was it sealed under another smartboxes.crypto.master-key?", failure);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

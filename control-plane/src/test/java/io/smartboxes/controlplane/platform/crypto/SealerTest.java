package io.smartboxes.controlplane.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.controlplane.testing.TestReplica;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final byte[] PLAIN = "the caller's variables".getBytes(StandardCharsets.UTF_8);

    private final Sealer sealer = new Sealer(key(TestReplica.MASTER_KEY));

    @Test
    void opensWhatItSealed() {
        byte[] sealed = sealer.seal("row/1", PLAIN);

        assertThat(sealer.open("row/1", sealed)).isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("variables");
        assertThat(sealer.seal("row/1", PLAIN)).as("a nonce each time").isNotEqualTo(sealed);
    }

    @Test
    void refusesAnotherRowAnotherKeyAndAChangedByte() {
        byte[] sealed = sealer.seal("row/1", PLAIN);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        var otherKey = new Sealer(key(Base64.getEncoder()
                .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))));

        assertThatThrownBy(() -> sealer.open("row/2", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealer.open("row/1", changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> otherKey.open("row/1", sealed)).hasMessageContaining("master-key");
    }

    @Test
    void saysHowToMakeAMasterKey() {
        assertThatThrownBy(() -> key("c2hvcnQ=")).hasMessageContaining("openssl rand -base64 32");
        assertThatThrownBy(() -> key("not base64!")).hasMessageContaining("not base64");
    }

    private static MasterKey key(String base64) {
        return new MasterKey(new CryptoConfig(base64));
    }
}

package io.smartboxes.controlplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LinkServerKeysTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final LinkServerKeys keys = new LinkServerKeys(
            CertificateAuthority.create(clock.instant()),
            List.of("localhost", "127.0.0.1", "link.example.org"),
            Duration.ofHours(24),
            clock);

    @Test
    void certifiesNamesAndAddresses() throws Exception {
        var certificate = keys.getCertificateChain(alias())[0];

        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(2, "link.example.org"));
        assertThat(WorkerCertificates.workerOf(certificate)).isEmpty();
    }

    @Test
    void renewsAfterTwoThirdsOfItsLife() {
        String first = alias();

        now.updateAndGet(then -> then.plus(Duration.ofHours(15)));
        assertThat(alias()).isEqualTo(first);
        now.updateAndGet(then -> then.plus(Duration.ofHours(2)));

        assertThat(alias()).isNotEqualTo(first);
        assertThat(keys.getCertificateChain(alias())[0].getNotAfter().toInstant())
                .isEqualTo(now.get().plus(Duration.ofHours(24)));
        assertThat(keys.getPrivateKey(alias())).isNotNull();
    }

    private String alias() {
        return keys.chooseEngineServerAlias("EC", null, null);
    }
}

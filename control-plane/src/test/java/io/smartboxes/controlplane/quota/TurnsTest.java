package io.smartboxes.controlplane.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final TenantId BUSY = TenantId.next(Clock.systemUTC());
    private static final TenantId OTHER = TenantId.next(Clock.systemUTC());

    @Test
    void letFewOfATenantInAndNobodyElseWait() throws InterruptedException {
        var turns = new Turns(Duration.ofMillis(50));
        var inside = new CountDownLatch(4);
        var leave = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = IntStream.range(0, 4)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> turns.take(BUSY, () -> {
                                inside.countDown();
                                try {
                                    leave.await();
                                } catch (InterruptedException stop) {
                                    Thread.currentThread().interrupt();
                                }
                                return "made";
                            }),
                            callers))
                    .toList();
            inside.await();

            assertThatThrownBy(() -> turns.take(BUSY, () -> "made")).hasMessageContaining("rate_limited");
            assertThat(turns.take(OTHER, () -> "made")).isEqualTo("made");
            leave.countDown();
            assertThat(busy).allSatisfy(made -> assertThat(made.join()).isEqualTo("made"));
            assertThat(turns.take(BUSY, () -> "made")).isEqualTo("made");
        }
    }
}

package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a create that is asked for again makes another sandbox, or stands for the one it made. */
class StillbornTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void isWhatNeverRan() {
        assertThat(sandbox(SandboxState.FAILED, null, EndCause.START_FAILED).isStillborn())
                .isTrue();
        assertThat(sandbox(SandboxState.PENDING, null, null).isStillborn()).isFalse();
    }

    @Test
    void isWhatRanOnlyAfterItsTimeToStartWasOver() {
        assertThat(sandbox(SandboxState.TERMINATED, NOW, EndCause.START_TIMEOUT).isStillborn())
                .isTrue();
        assertThat(sandbox(SandboxState.TERMINATED, NOW, EndCause.CALLER_GONE).isStillborn())
                .isTrue();
    }

    @Test
    void isNothingThatRanAndHasEnded() {
        assertThat(sandbox(SandboxState.TERMINATED, NOW, EndCause.API_KILL).isStillborn())
                .isFalse();
        assertThat(sandbox(SandboxState.RUNNING, NOW, null).isStillborn()).isFalse();
    }

    private static Sandbox sandbox(SandboxState seen, @Nullable Instant startedAt, @Nullable EndCause cause) {
        return new Sandbox(
                TenantId.next(Clock.systemUTC()),
                SandboxId.next(Clock.systemUTC()),
                TemplateId.next(Clock.systemUTC()),
                "base",
                2,
                512,
                5120,
                Map.of(),
                seen.isFinal() ? WantedState.TERMINATED : WantedState.RUNNING,
                seen,
                NOW,
                NOW.plusSeconds(30),
                startedAt,
                NOW.plusSeconds(300),
                1,
                1,
                1,
                null,
                cause == null ? null : cause.code(),
                null);
    }
}

package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where other workers' sandboxes are, asked once for all who want to know and remembered for a moment.
 *
 * <p>A kill must be seen at once: the owner's own gateway refuses a sandbox that has ended, so a remembered place that is
 * too old costs one hop and is then forgotten.
 */
final class Locations {

    private static final Duration AT_PEER_KEPT = Duration.ofSeconds(3);
    private static final Duration NOT_FOUND_KEPT = Duration.ofMillis(500);
    private static final Duration UNKNOWN_KEPT = Duration.ofMillis(250);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    private static final int REMEMBERED_MAX = 10_000;

    private final SandboxDirectory directory;
    private final LongSupplier nanoTime;
    private final Map<SandboxId, Remembered> remembered = new ConcurrentHashMap<>();

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Locations(SandboxDirectory directory, LongSupplier nanoTime) {
        this.directory = directory;
        this.nanoTime = nanoTime;
    }

    /** Never fails: what goes wrong is {@link SandboxLocation.Unknown}. */
    CompletionStage<SandboxLocation> of(SandboxId id) {
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.values().removeIf(this::isStale);
        }
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        return remembered
                .compute(id, (key, known) -> known == null || isStale(known) ? ask(key) : known)
                .answer();
    }

    void forget(SandboxId id) {
        remembered.remove(id);
    }

    private Remembered ask(SandboxId id) {
        CompletableFuture<SandboxLocation> answer = locate(id)
                .orTimeout(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> new SandboxLocation.Unknown("Asking failed: " + failure));
        return new Remembered(
                answer,
                answer.thenApply(
                        location -> nanoTime.getAsLong() + kept(location).toNanos()));
    }

    private CompletableFuture<SandboxLocation> locate(SandboxId id) {
        try {
            // A copy, because a timeout must not complete the directory's own future.
            return directory.locate(id).toCompletableFuture().copy();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private boolean isStale(Remembered known) {
        return known.until().isDone() && known.until().join() - nanoTime.getAsLong() < 0;
    }

    private static Duration kept(SandboxLocation location) {
        return switch (location) {
            case SandboxLocation.AtPeer peer -> AT_PEER_KEPT;
            case SandboxLocation.NotFound() -> NOT_FOUND_KEPT;
            case SandboxLocation.Unknown unknown -> UNKNOWN_KEPT;
        };
    }

    /** @param until on the monotonic clock; known when the answer is */
    private record Remembered(CompletableFuture<SandboxLocation> answer, CompletableFuture<Long> until) {}
}

package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One question for all who ask at once, and a short memory. */
class LocationsTest {

    private static final SandboxLocation PEER = new SandboxLocation.AtPeer("wkr_a", "10.0.0.1", 8085);

    private final SandboxId id = SandboxId.next(InstantSource.system());
    private final Asked asked = new Asked();
    private long nanos;
    private final Locations locations = new Locations(asked, () -> nanos);

    @Test
    void asksOnceForAllWhoAskAtOnce() {
        var first = locations.of(id).toCompletableFuture();
        var second = locations.of(id).toCompletableFuture();

        asked.answers.getFirst().complete(PEER);

        assertThat(asked.answers).hasSize(1);
        assertThat(first.join()).isEqualTo(PEER);
        assertThat(second.join()).isEqualTo(PEER);
    }

    @Test
    void remembersAPlaceForThreeSeconds() {
        answer(PEER);

        pass(Duration.ofMillis(2_999));
        locations.of(id);
        assertThat(asked.answers).hasSize(1);

        pass(Duration.ofMillis(2));
        locations.of(id);
        assertThat(asked.answers).hasSize(2);
    }

    @Test
    void remembersANoForHalfASecond() {
        answer(new SandboxLocation.NotFound());

        pass(Duration.ofMillis(501));
        locations.of(id);

        assertThat(asked.answers).hasSize(2);
    }

    @Test
    void remembersSilenceForAQuarterOfASecond() {
        answer(new SandboxLocation.Unknown("silence"));

        pass(Duration.ofMillis(251));
        locations.of(id);

        assertThat(asked.answers).hasSize(2);
    }

    @Test
    void forgetsWhenTold() {
        answer(PEER);

        locations.forget(id);
        locations.of(id);

        assertThat(asked.answers).hasSize(2);
    }

    @Test
    void takesAFailureForSilence() {
        var found = locations.of(id).toCompletableFuture();

        asked.answers.getFirst().completeExceptionally(new IllegalStateException("no link"));

        assertThat(found.join()).isInstanceOf(SandboxLocation.Unknown.class);
    }

    @Test
    void takesNoAnswerForSilence() {
        assertThat(locations.of(id).toCompletableFuture().join()).isInstanceOf(SandboxLocation.Unknown.class);
        assertThat(asked.answers.getFirst())
                .as("the directory's own question goes on")
                .isNotDone();
    }

    private void answer(SandboxLocation location) {
        locations.of(id);
        asked.answers.getLast().complete(location);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Answers when the test does. */
    private static final class Asked implements SandboxDirectory {

        private final List<CompletableFuture<SandboxLocation>> answers = new ArrayList<>();

        @Override
        public Optional<LocalSandbox> find(SandboxId id) {
            return Optional.empty();
        }

        @Override
        public Collection<LocalSandbox> running() {
            return List.of();
        }

        @Override
        public CompletionStage<SandboxLocation> locate(SandboxId id) {
            answers.add(new CompletableFuture<>());
            return answers.getLast();
        }

        @Override
        public CompletionStage<Void> refresh(Collection<SandboxId> ids) {
            return CompletableFuture.completedFuture(null);
        }
    }
}

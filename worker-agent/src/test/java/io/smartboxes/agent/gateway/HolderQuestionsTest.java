package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HolderQuestionsTest {

    private final List<Collection<SandboxId>> questions = new ArrayList<>();
    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private final HolderQuestions holders = new HolderQuestions(new Asked());

    @Test
    void asksOnceForAllThatWaitWhileAnAnswerIsOut() {
        List<SandboxId> ids = ids(3);
        CompletableFuture<Void> first = holders.about(ids.subList(0, 1));
        CompletableFuture<Void> second = holders.about(ids.subList(1, 2));
        CompletableFuture<Void> third = holders.about(ids.subList(2, 3));
        CompletableFuture<Void> again = holders.about(ids.subList(0, 1));
        assertThat(questions).hasSize(1);

        answers.getFirst().complete(null);

        assertThat(first).isCompleted();
        assertThat(questions.get(1)).containsExactly(ids.get(1), ids.get(2), ids.get(0));
        assertThat(List.of(second, third, again)).noneMatch(CompletableFuture::isDone);

        answers.get(1).complete(null);

        assertThat(List.of(second, third, again)).allMatch(CompletableFuture::isDone);
        assertThat(questions).hasSize(2);
        assertThat(holders.about(ids.subList(0, 1))).isNotDone();
        assertThat(questions).hasSize(3);
    }

    @Test
    void failsThoseWhoseQuestionWasNotAnsweredAndAsksOn() {
        List<SandboxId> ids = ids(2);
        CompletableFuture<Void> first = holders.about(ids.subList(0, 1));
        CompletableFuture<Void> second = holders.about(ids.subList(1, 2));

        answers.getFirst().completeExceptionally(new IllegalStateException("the link broke"));
        answers.get(1).complete(null);

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
    }

    @Test
    void asksAboutManyInPieces() {
        CompletableFuture<Void> all = holders.about(ids(HolderQuestions.ABOUT_MAX + 1));
        answers.getFirst().complete(null);

        assertThat(questions.get(0)).hasSize(HolderQuestions.ABOUT_MAX);
        assertThat(questions.get(1)).hasSize(1);
        assertThat(all).isNotDone();
        answers.get(1).complete(null);
        assertThat(all).isCompleted();
        assertThat(holders.about(List.of())).isCompleted();
    }

    private static List<SandboxId> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> SandboxId.next(InstantSource.system()))
                .toList();
    }

    private final class Asked implements SandboxDirectory {

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
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> refresh(Collection<SandboxId> ids) {
            questions.add(List.copyOf(ids));
            var answer = new CompletableFuture<Void>();
            answers.add(answer);
            return answer;
        }
    }
}

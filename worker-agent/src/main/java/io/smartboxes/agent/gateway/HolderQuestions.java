package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the control plane who may enter sandboxes, for the whole worker: one question at a time, about all that somebody asks
 * about by then. So wrong tokens for any number of sandboxes cost the control plane a question each time it has answered one.
 */
final class HolderQuestions {

    /** Sandboxes in one question; the rest waits for the next. */
    static final int ABOUT_MAX = 200;

    private final SandboxDirectory directory;
    private final Map<SandboxId, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
    private boolean asking;

    HolderQuestions(SandboxDirectory directory) {
        this.directory = directory;
    }

    /** Completes once a question that was put after this call is answered for all of them; fails when one was not. */
    CompletableFuture<Void> about(Collection<SandboxId> ids) {
        CompletableFuture<?>[] answers;
        synchronized (this) {
            answers = ids.stream()
                    .map(id -> waiting.computeIfAbsent(id, asked -> new CompletableFuture<>()))
                    .toArray(CompletableFuture<?>[]::new);
            if (asking || answers.length == 0) {
                return CompletableFuture.allOf(answers);
            }
            asking = true;
        }
        askNext();
        return CompletableFuture.allOf(answers);
    }

    private void askNext() {
        Map<SandboxId, CompletableFuture<Void>> asked = next();
        if (asked.isEmpty()) {
            return;
        }
        directory.refresh(List.copyOf(asked.keySet())).whenComplete((told, unheard) -> {
            // First, so that whoever is told and asks again is told by the next answer and not by this one.
            askNext();
            asked.values().forEach(answer -> {
                if (unheard == null) {
                    answer.complete(null);
                } else {
                    answer.completeExceptionally(unheard);
                }
            });
        });
    }

    private synchronized Map<SandboxId, CompletableFuture<Void>> next() {
        var asked = new LinkedHashMap<SandboxId, CompletableFuture<Void>>();
        for (SandboxId id : new ArrayList<>(waiting.keySet())) {
            if (asked.size() < ABOUT_MAX) {
                asked.put(id, waiting.remove(id));
            }
        }
        asking = !asked.isEmpty();
        return asked;
    }
}

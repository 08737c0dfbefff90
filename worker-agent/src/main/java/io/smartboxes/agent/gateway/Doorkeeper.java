package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets holders into guests: swaps their token for the guest's own, which never leaves the worker, and refuses everybody else's.
 *
 * <p>Who the holders are, the control plane says. It is asked every second about sandboxes with traffic, beside the traffic;
 * a request waits only when its token is not among those known, or when nothing was asked about its sandbox for seconds. So a
 * revocation takes effect within seconds, on open streams too. While the control plane is not heard, those known to hold a
 * token go on: silence stops nothing.
 */
final class Doorkeeper {

    static final long LOOK_MILLIS = 1000;

    /** An answer older than this is asked for again before it lets anybody in. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Between two questions about one sandbox, so that wrong tokens are cheap. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** The same for all sandboxes at once, which a URL that names none makes anybody's to ask. */
    private static final Duration ALL_PAUSE = Duration.ofSeconds(2);

    /** After a question without an answer, how long nobody waits for another: until the next look has had time to fail. */
    private static final Duration UNHEARD_PAUSE = Duration.ofSeconds(5);

    /** For the guest's own token, after the agent was restarted. */
    private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final SandboxDirectory directory;
    private final Upstreams upstreams;
    private final HolderQuestions holders;
    private final Map<SandboxId, Question> questions = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Map<String, Question> questionsAboutAll = new ConcurrentHashMap<>();
    private volatile long unheardNanos = System.nanoTime() - UNHEARD_PAUSE.toNanos();

    Doorkeeper(Vertx vertx, SandboxDirectory directory, Upstreams upstreams) {
        this.vertx = vertx;
        this.directory = directory;
        this.upstreams = upstreams;
        this.holders = new HolderQuestions(directory);
    }

    /** Completes at once where everything is known and fresh. Never fails. */
    Future<Entry> admit(LocalSandbox sandbox, String target, Shown shown) {
        if (shown instanceof Shown.Nothing) {
            return Future.succeededFuture(new Entry.Unnamed(sandbox));
        }
        if (shown instanceof Shown.Doubtful) {
            return Future.succeededFuture(new Entry.Refused(Refusal.unauthorized(shown)));
        }
        Optional<Entry> known = judge(sandbox, target, shown);
        if (known.isPresent() && (isFresh(sandbox) || isUnheard())) {
            return Future.succeededFuture(known.get());
        }
        long giveUpNanos = System.nanoTime() + TOKEN_PATIENCE.toNanos();
        Context context = vertx.getOrCreateContext();
        return Future.fromCompletionStage(askAndJudge(sandbox.id(), target, shown, giveUpNanos, on(context)), context);
    }

    /** The sandbox of this worker, one of whose holders signed this. */
    Future<Optional<LocalSandbox>> signer(SignedFile file) {
        Optional<LocalSandbox> known = file.signer(directory.running());
        if (known.isPresent()) {
            return Future.succeededFuture(known);
        }
        List<SandboxId> all = directory.running().stream().map(LocalSandbox::id).toList();
        Context context = vertx.getOrCreateContext();
        return Future.fromCompletionStage(
                ask(questionsAboutAll, "", all, ALL_PAUSE)
                        .thenApplyAsync(heard -> file.signer(directory.running()), on(context)),
                context);
    }

    /** Whoever brings the answer has other messages to bring: who waited for it judges for themselves. */
    private static Executor on(Context context) {
        return task -> context.runOnContext(now -> task.run());
    }

    /** Asks about every sandbox with traffic, and ends what has lost its holder. Called now and then. */
    void look() {
        List<SandboxId> busy = upstreams.busy();
        if (busy.isEmpty() || !looking.compareAndSet(false, true)) {
            return;
        }
        holders.about(busy).whenComplete((told, unheard) -> {
            looking.set(false);
            note(unheard == null);
            if (unheard == null) {
                busy.stream().map(directory::find).flatMap(Optional::stream).forEach(this::endOthers);
            }
        });
    }

    private void endOthers(LocalSandbox sandbox) {
        upstreams.keepOnly(sandbox.runtimeId(), sandbox.holders().ids());
    }

    private CompletionStage<Entry> askAndJudge(
            SandboxId id, String target, Shown shown, long giveUpNanos, Executor executor) {
        return ask(questions, id, List.of(id), PAUSE)
                .thenComposeAsync(
                        heard -> {
                            Optional<LocalSandbox> sandbox = directory.find(id);
                            if (sandbox.isEmpty()) {
                                return CompletableFuture.completedFuture(
                                        new Entry.Refused(new Refusal.NotFound(id.toString())));
                            }
                            boolean isTokenMissing = sandbox.get().accessToken().isEmpty();
                            if (isTokenMissing && System.nanoTime() - giveUpNanos < 0) {
                                return askAndJudge(id, target, shown, giveUpNanos, executor);
                            }
                            Entry otherwise = new Entry.Refused(
                                    heard && !isTokenMissing ? Refusal.unauthorized(shown) : Refusal.holdersUnheard());
                            return CompletableFuture.completedFuture(
                                    judge(sandbox.get(), target, shown).orElse(otherwise));
                        },
                        executor);
    }

    /** Empty when nobody known shows this, or the guest's own token is not known. */
    private static Optional<Entry> judge(LocalSandbox sandbox, String target, Shown shown) {
        String own = sandbox.accessToken();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        return switch (shown) {
            case Shown.Token(String text) ->
                sandbox.holders()
                        .withToken(text)
                        .map(holder -> new Entry.Admitted(sandbox, new Entry.Pass(holder.id(), own, target)));
            case Shown.Signature(SignedFile file) ->
                sandbox.holders()
                        .whoSigned(file)
                        .map(holder -> new Entry.Admitted(
                                sandbox, new Entry.Pass(holder.id(), null, file.signedAnew(target, own))));
            case Shown.Nothing nothing -> Optional.empty();
            case Shown.Doubtful doubtful -> Optional.empty();
        };
    }

    private static boolean isFresh(LocalSandbox sandbox) {
        return sandbox.holders().ageNanos() < FRESH.toNanos();
    }

    private boolean isUnheard() {
        return System.nanoTime() - unheardNanos < UNHEARD_PAUSE.toNanos();
    }

    private void note(boolean heard) {
        unheardNanos = System.nanoTime() - (heard ? UNHEARD_PAUSE.toNanos() : 0);
    }

    /** Whether the control plane answered a question that was put after this call; shared with all who want it too. */
    private <K> CompletableFuture<Boolean> ask(
            Map<K, Question> asked, K subject, List<SandboxId> about, Duration pause) {
        var mine = new ArrayList<Question>();
        Question question = asked.compute(subject, (key, last) -> {
            if (last != null && !last.begun.get()) {
                return last;
            }
            var next = new Question(last, pause);
            mine.add(next);
            return next;
        });
        if (!mine.isEmpty()) {
            long wait = question.notBeforeNanos - System.nanoTime();
            Runnable begin = () -> {
                question.begin(about);
                vertx.setTimer(pause.toMillis(), over -> asked.remove(subject, question));
            };
            if (wait <= 0) {
                begin.run();
            } else {
                vertx.setTimer(Math.max(1, Duration.ofNanos(wait).toMillis()), now -> begin.run());
            }
        }
        return question.heard;
    }

    private final class Question {

        private final long notBeforeNanos;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<Boolean> heard = new CompletableFuture<>();
        private volatile long begunNanos;

        Question(@Nullable Question last, Duration pause) {
            this.notBeforeNanos = last == null ? System.nanoTime() : last.begunNanos + pause.toNanos();
        }

        private void begin(List<SandboxId> about) {
            begunNanos = System.nanoTime();
            begun.set(true);
            holders.about(about).whenComplete((told, unheard) -> {
                note(unheard == null);
                heard.complete(unheard == null);
            });
        }
    }
}

package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.console.client.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a log's next lines again and again, each time where the last answer ended, and no more than twice a second. It does
 * not ask before the browser has shown what it was given: a tab that does not keep up holds nothing here.
 */
final class LogFollow {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(3);
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);

    private final Function<String, Reply<SandboxLog>> ask;
    private final BiConsumer<Reply<SandboxLog>, Runnable> heard;
    private final Semaphore shown = new Semaphore(0);
    private String after;
    private volatile boolean isStopped;
    private @Nullable Thread thread;

    /**
     * @param ask for lines after a place; may wait for them
     * @param heard given each answer, on a thread of its own, and what to run when it has been shown
     */
    LogFollow(String after, Function<String, Reply<SandboxLog>> ask, BiConsumer<Reply<SandboxLog>, Runnable> heard) {
        this.after = after;
        this.ask = ask;
        this.heard = heard;
    }

    LogFollow start() {
        thread = Thread.ofVirtual().name("log-follow").start(this::run);
        return this;
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !isStopped) {
                var reply = ask.apply(after);
                if (isStopped) {
                    return;
                }
                heard.accept(reply, shown::release);
                goesOn = shown.tryAcquire(SHOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS) && hasMore(reply);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasMore(Reply<SandboxLog> reply) throws InterruptedException {
        boolean isAnswer = reply instanceof Reply.Ok<SandboxLog>;
        if (reply instanceof Reply.Ok<SandboxLog>(var page)) {
            if (!page.state().equals("live") || page.nextToken() == null) {
                return false;
            }
            after = page.nextToken();
        }
        TimeUnit.NANOSECONDS.sleep((isAnswer ? PAUSE : PAUSE_AFTER_FAILURE).toNanos());
        return !(reply instanceof Reply.SessionOver<SandboxLog>);
    }

    /** Asks no more; an answer that is on its way is not told. */
    void stop() {
        isStopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}

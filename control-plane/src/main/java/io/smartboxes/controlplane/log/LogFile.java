package io.smartboxes.controlplane.log;

import io.micronaut.scheduling.TaskExecutors;
import io.smartboxes.id.TenantId;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.ReadLog;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A whole log as text. A page is asked for when the reader has taken the one before: a download holds one in memory. */
@Singleton
final class LogFile {

    private final LogReads reads;
    private final ExecutorService executor;

    LogFile(LogReads reads, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.reads = reads;
        this.executor = executor;
    }

    /** The first page is read now, so that what is wrong with the request is still an answer of its own. */
    Flux<byte[]> stream(TenantId tenant, String sandbox, LogQuestions questions) {
        var first = reads.read(tenant, sandbox, questions.question());
        return Flux.<byte[], LogOutcome>generate(() -> first, (outcome, sink) -> {
                    switch (outcome) {
                        case LogOutcome.Page(LogPage page) -> {
                            sink.next(lines(page));
                            if (page.getMore()) {
                                ReadLog.Builder next = questions.question().setBeyond(page.getNext());
                                return reads.read(tenant, sandbox, next);
                            }
                            sink.complete();
                        }
                        case LogOutcome.NotYet() -> sink.complete();
                        case LogOutcome.Expired() -> sink.complete();
                    }
                    return outcome;
                })
                .subscribeOn(Schedulers.fromExecutorService(executor));
    }

    private static byte[] lines(LogPage page) {
        var text = new StringBuilder();
        page.getLinesList().forEach(line -> text.append(LogAnswers.plain(line)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}

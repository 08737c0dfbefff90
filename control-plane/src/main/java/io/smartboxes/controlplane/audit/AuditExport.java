package io.smartboxes.controlplane.audit;

import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.serde.ObjectMapper;
import io.smartboxes.api.v1.AuditEventList;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * The log as lines of JSON, newest first. A page is read when the reader has taken the one before, in a transaction of its own:
 * an export holds one page in memory and no connection while it waits.
 */
@Singleton
final class AuditExport {

    /** Rows in one answer; the last line of one that was cut short says where to go on. */
    static final int ROWS_MAX = 100_000;

    private static final int PAGE = 500;

    private final AuditService service;
    private final ObjectMapper json;
    private final ExecutorService executor;

    AuditExport(AuditService service, ObjectMapper json, @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.service = service;
        this.json = json;
        this.executor = executor;
    }

    /** The first page is read now, so that what is wrong with the request is still an answer of its own. */
    Flux<byte[]> stream(Owner owner, AuditSearch search, @Nullable String nextToken) {
        var first = service.list(owner, search, nextToken, PAGE);
        return Flux.<byte[], Progress>generate(() -> new Progress(first, PAGE), (progress, sink) -> {
                    var page = progress.page();
                    String next = page.nextToken();
                    boolean cut = next != null && progress.rows() >= ROWS_MAX;
                    sink.next(lines(page, cut ? next : null));
                    if (next == null || cut) {
                        sink.complete();
                        return progress;
                    }
                    return new Progress(service.list(owner, search, next, PAGE), progress.rows() + PAGE);
                })
                .subscribeOn(Schedulers.fromExecutorService(executor));
    }

    /** @param rows read so far, at most */
    private record Progress(AuditEventList page, int rows) {}

    private byte[] lines(AuditEventList page, @Nullable String next) {
        var bytes = new ByteArrayOutputStream();
        try {
            for (var event : page.items()) {
                bytes.write(json.writeValueAsBytes(event));
                bytes.write('\n');
            }
            if (next != null) {
                bytes.write(json.writeValueAsBytes(Map.of("nextToken", next)));
                bytes.write('\n');
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }
}

package io.smartboxes.agent.link;

import io.smartboxes.agent.log.LogLevel;
import io.smartboxes.agent.log.LogLine;
import io.smartboxes.agent.log.LogQuery;
import io.smartboxes.agent.log.LogSource;
import io.smartboxes.agent.log.Logs;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.LogState;
import io.smartboxes.workerlink.ReadLog;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the control plane's questions about logs, each on a thread of its own: some wait for lines that are not there yet. */
final class LogReads {

    private static final Logger LOG = LoggerFactory.getLogger(LogReads.class);

    /** At once; most of them wait. */
    private static final int READS_MAX = 500;

    private final Logs logs;
    private final Semaphore places = new Semaphore(READS_MAX);

    LogReads(Logs logs) {
        this.logs = logs;
    }

    /** @throws IllegalArgumentException when the question names no sandbox */
    void read(ReadLog asked, Consumer<LogPage> answer) {
        SandboxId id = SandboxId.parse(asked.getSandboxId());
        LogQuery query = query(asked);
        if (!places.tryAcquire()) {
            answer.accept(page(asked, LogState.LOG_STATE_BUSY).build());
            return;
        }
        Thread.ofVirtual().name("log-read").start(() -> {
            try {
                answer.accept(read(asked, id, query));
            } finally {
                places.release();
            }
        });
    }

    private LogPage read(ReadLog asked, SandboxId id, LogQuery query) {
        try {
            return logs.read(id, query)
                    .map(found -> page(asked, found))
                    .orElseGet(() -> page(asked, LogState.LOG_STATE_NOT_HERE).build());
        } catch (IOException failure) {
            LOG.warn("event=log-read-failed sandboxId={} message=\"{}\"", id, failure.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return page(asked, LogState.LOG_STATE_BUSY).build();
    }

    private static LogQuery query(ReadLog asked) {
        Set<LogSource> sources = new HashSet<>();
        asked.getSourcesList().forEach(source -> {
            switch (source) {
                case LOG_SOURCE_STDOUT -> sources.add(LogSource.STDOUT);
                case LOG_SOURCE_STDERR -> sources.add(LogSource.STDERR);
                case LOG_SOURCE_SYSTEM -> sources.add(LogSource.SYSTEM);
                case LOG_SOURCE_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        });
        LogLevel least = switch (asked.getLevelMin()) {
            case LOG_LEVEL_WARN -> LogLevel.WARN;
            case LOG_LEVEL_ERROR -> LogLevel.ERROR;
            case LOG_LEVEL_UNSPECIFIED, LOG_LEVEL_INFO, UNRECOGNIZED -> LogLevel.INFO;
        };
        return new LogQuery(
                asked.getBackward(),
                Math.max(asked.getBeyond(), 0),
                asked.getAtMillis(),
                asked.getLimit(),
                least,
                sources,
                asked.getSearch(),
                asked.getWaitMillis());
    }

    private static LogPage.Builder page(ReadLog asked, LogState state) {
        return LogPage.newBuilder().setRequestId(asked.getRequestId()).setState(state);
    }

    private static LogPage page(ReadLog asked, io.smartboxes.agent.log.LogPage found) {
        var page = page(asked, LogState.LOG_STATE_HERE)
                .setNext(found.next())
                .setMore(found.more())
                .setOldest(found.oldest())
                .setEnded(found.ended());
        found.lines().forEach(line -> page.addLines(line(line)));
        return page.build();
    }

    private static io.smartboxes.workerlink.LogLine line(LogLine line) {
        return io.smartboxes.workerlink.LogLine.newBuilder()
                .setNumber(line.number())
                .setAtMillis(line.atMillis())
                .setLevel(
                        switch (line.level()) {
                            case INFO -> io.smartboxes.workerlink.LogLevel.LOG_LEVEL_INFO;
                            case WARN -> io.smartboxes.workerlink.LogLevel.LOG_LEVEL_WARN;
                            case ERROR -> io.smartboxes.workerlink.LogLevel.LOG_LEVEL_ERROR;
                        })
                .setSource(
                        switch (line.source()) {
                            case STDOUT -> io.smartboxes.workerlink.LogSource.LOG_SOURCE_STDOUT;
                            case STDERR -> io.smartboxes.workerlink.LogSource.LOG_SOURCE_STDERR;
                            case SYSTEM -> io.smartboxes.workerlink.LogSource.LOG_SOURCE_SYSTEM;
                        })
                .setPid(line.pid())
                .setText(line.text())
                .build();
    }
}

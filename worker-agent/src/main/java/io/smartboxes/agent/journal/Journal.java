package io.smartboxes.agent.journal;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's memory on disk. One thread writes: what arrives while it waits for the disk shares the next commit, in the
 * order of arrival, so a busy worker pays for few flushes.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long RELAXED_MILLIS_MAX = 200;

    private record Write(
            AgentStep step, Durability durability, List<JournalEntry> entries, CompletableFuture<Void> done) {}

    private final Connection connection;
    private final Connection readConnection;
    private final String id;
    private final JournalWriter writer;
    private final JournalContent initialContent;
    private final ConcurrentSkipListMap<Long, Report> unacknowledged = new ConcurrentSkipListMap<>();
    private final Consumer<JournalException> onFailure;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Write> pending = new ArrayList<>();
    private boolean hurry;
    private boolean closed;
    private long highestSequence;

    private volatile long newestReport;
    private volatile Runnable reportsWaiting = () -> {};
    private Durability mode = Durability.SYNCED;

    /**
     * Opens the journal, making it if there is none.
     *
     * @param onFailure told, once, when a write failed: nothing after it was written either, so the agent must end
     * @throws JournalException when the file cannot be opened or is not a journal
     */
    public static Journal open(Path file, MonotonicClock clock, Consumer<JournalException> onFailure) {
        try {
            JournalFile.prepare(file);
            Connection connection = JournalFile.connect(file);
            JournalSchema.create(connection);
            String id = JournalFile.identify(connection, clock);
            return new Journal(connection, JournalFile.connect(file), id, clock, onFailure);
        } catch (Exception failure) {
            throw new JournalException(
                    "Cannot open the journal " + file + ": " + failure.getMessage()
                            + ". Check that the disk is not full and that the file belongs to this user.",
                    failure);
        }
    }

    private Journal(
            Connection connection,
            Connection readConnection,
            String id,
            MonotonicClock clock,
            Consumer<JournalException> onFailure)
            throws SQLException {
        this.connection = connection;
        this.readConnection = readConnection;
        this.id = id;
        this.onFailure = onFailure;
        this.writer = new JournalWriter(connection, clock::nanos);
        this.initialContent = new JournalContent(JournalReader.sandboxes(connection), JournalReader.warm(connection));
        JournalReader.reports(connection).forEach(report -> unacknowledged.put(report.getSequence(), report));
        this.highestSequence = JournalReader.highestSequence(connection);
        this.newestReport = highestSequence;
        connection.setAutoCommit(false);
        this.thread = Thread.ofPlatform().name("journal").daemon().start(this::writeUntilClosed);
    }

    /** Made with the file, and again when the kernel was booted anew: reports then count from one. */
    public String id() {
        return id;
    }

    /** What was written when the journal was opened. */
    public JournalContent initialContent() {
        return initialContent;
    }

    /** The highest sequence that is on disk, acknowledged or not; 0 when there was none. */
    public long newestReport() {
        return newestReport;
    }

    /** Reports on disk that the control plane has not acknowledged, by sequence; a live view. */
    public SortedMap<Long, Report> unacknowledged() {
        return unacknowledged;
    }

    /** Whom to tell, on the writing thread, that reports have come to the disk. */
    public void onReports(Runnable listener) {
        reportsWaiting = listener;
    }

    /**
     * The last end of a sandbox here, if the journal still remembers one.
     *
     * @throws JournalException when the file cannot be read
     */
    public Optional<Tombstone> tombstone(SandboxId sandbox) {
        synchronized (readConnection) {
            try {
                return JournalReader.tombstone(readConnection, sandbox);
            } catch (SQLException failure) {
                throw new JournalException("Cannot read the journal", failure);
            }
        }
    }

    /**
     * Writes entries in one transaction, after everything that was handed in before.
     *
     * @param step reached once the entries are on disk, before anybody hears of their reports
     * @return completes when the entries are as durable as asked for; never once the journal is closed
     */
    public CompletableFuture<Void> write(AgentStep step, Durability durability, JournalEntry... entries) {
        lock.lock();
        try {
            if (closed) {
                // The process is ending. Whoever waits must not go on as if this were written: he waits with it.
                return new CompletableFuture<>();
            }
            for (JournalEntry entry : entries) {
                if (entry instanceof JournalEntry.ReportAdded added) {
                    added.report().setSequence(++highestSequence);
                }
            }
            var write = new Write(step, durability, List.of(entries), new CompletableFuture<>());
            pending.add(write);
            hurry |= durability != Durability.RELAXED;
            changed.signal();
            return write.done();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the control plane has every report up to this sequence. */
    public void acknowledge(long sequence) {
        if (unacknowledged.headMap(sequence, true).isEmpty()) {
            return;
        }
        unacknowledged.headMap(sequence, true).clear();
        var unused =
                write(AgentStep.REPORT_FORGOTTEN, Durability.RELAXED, new JournalEntry.ReportsAcknowledged(sequence));
    }

    private void writeUntilClosed() {
        try {
            for (List<Write> batch = next(); !batch.isEmpty(); batch = next()) {
                commit(batch);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            fail(failure);
        }
    }

    private void fail(SQLException failure) {
        var exception = new JournalException(
                "Cannot write the journal: " + failure.getMessage()
                        + ". Sandboxes go on; the agent ends. Check that the disk is not full.",
                failure);
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        LOG.error(exception.getMessage());
        onFailure.accept(exception);
    }

    /** Waits for something to write; what is relaxed waits a moment for company. Empty when closed. */
    private List<Write> next() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty() && !closed) {
                changed.await();
            }
            long nanos = TimeUnit.MILLISECONDS.toNanos(RELAXED_MILLIS_MAX);
            while (!hurry && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            List<Write> batch = pending;
            pending = new ArrayList<>();
            hurry = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Write> batch) throws SQLException {
        boolean synced = batch.stream().anyMatch(write -> write.durability() == Durability.SYNCED);
        use(synced ? Durability.SYNCED : Durability.WRITTEN);
        for (Write write : batch) {
            for (JournalEntry entry : write.entries()) {
                writer.write(entry);
            }
        }
        connection.commit();
        batch.forEach(write -> write.step().reach());
        if (publish(batch)) {
            reportsWaiting.run();
        }
        batch.forEach(write -> write.done().complete(null));
    }

    private boolean publish(List<Write> batch) {
        boolean any = false;
        for (Write write : batch) {
            for (JournalEntry entry : write.entries()) {
                if (entry instanceof JournalEntry.ReportAdded added) {
                    Report report = added.report().build();
                    unacknowledged.put(report.getSequence(), report);
                    newestReport = report.getSequence();
                    any = true;
                }
            }
        }
        return any;
    }

    private void use(Durability wanted) throws SQLException {
        if (mode != wanted) {
            // The pragma has no effect inside a transaction, and the driver opens one with the first statement.
            connection.setAutoCommit(true);
            JournalFile.synchronous(connection, wanted == Durability.SYNCED);
            connection.setAutoCommit(false);
            mode = wanted;
        }
    }

    /** Writes what was handed in and lets go of the file. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            connection.close();
            synchronized (readConnection) {
                readConnection.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            LOG.warn("Closing the journal failed: {}", failure.getMessage());
        }
    }
}

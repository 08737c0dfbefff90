package io.smartboxes.agent;

import io.smartboxes.agent.host.HostResources;
import io.smartboxes.agent.host.KernelClock;
import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalException;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.supervisor.CapacityLimits;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.supervisor.TemplateCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What a worker has on its host, without its doors: state, journal, runtime and the supervisor over them. */
final class Worker implements AutoCloseable {

    private final StateLock lock;
    private final MonotonicClock clock;
    private final SandboxRuntime runtime;
    private final Journal journal;
    private final TemplateCatalogue templates;
    private final Supervisor supervisor;

    /**
     * Opens the worker's state. Touches no box yet.
     *
     * @param onJournalFailure told when the journal cannot be written any more; the process must end then
     * @throws IOException when the state cannot be opened, or another agent holds it
     */
    static Worker open(AgentSettings settings, SandboxRuntime runtime, Consumer<JournalException> onJournalFailure)
            throws IOException {
        StateLock lock = StateLock.take(settings.stateDirectory());
        Path journalFile = settings.stateDirectory().resolve("journal.db");
        MonotonicClock clock = KernelClock.open();
        return new Worker(settings, lock, clock, runtime, Journal.open(journalFile, clock, onJournalFailure));
    }

    private Worker(
            AgentSettings settings, StateLock lock, MonotonicClock clock, SandboxRuntime runtime, Journal journal)
            throws IOException {
        this.lock = lock;
        this.clock = clock;
        this.runtime = runtime;
        this.journal = journal;
        this.templates = new TemplateCatalogue(settings.artifactsDirectory().resolve("images"));
        AgentSettings.Capacity capacity = settings.capacity();
        this.supervisor = new Supervisor(
                runtime,
                journal,
                clock,
                InstantSource.system(),
                templates,
                CapacityLimits.of(
                        HostResources.read(settings.stateDirectory()),
                        capacity.sandboxes(),
                        capacity.vcpuOvercommit(),
                        capacity.memoryOvercommit(),
                        capacity.diskOvercommit()),
                settings.pool(),
                settings.usageInterval());
    }

    MonotonicClock clock() {
        return clock;
    }

    Journal journal() {
        return journal;
    }

    TemplateCatalogue templates() {
        return templates;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    /** Lets go of everything; boxes go on running. */
    @Override
    public void close() throws IOException {
        supervisor.close();
        journal.close();
        runtime.close();
        lock.close();
    }
}

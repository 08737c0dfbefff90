package io.smartboxes.agent;

import io.smartboxes.agent.gateway.Gateway;
import io.smartboxes.agent.gateway.GatewaySettings;
import io.smartboxes.agent.gateway.PeerIdentity;
import io.smartboxes.agent.journal.JournalException;
import io.smartboxes.agent.link.AgentDescription;
import io.smartboxes.agent.link.Enrolment;
import io.smartboxes.agent.link.WorkerIdentity;
import io.smartboxes.agent.link.WorkerLink;
import io.smartboxes.agent.log.Logs;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.supervisor.Held;
import io.smartboxes.agent.terminal.TerminalLimits;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.workerlink.Runtime;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's agent: takes back what an earlier one left, then opens its doors to traffic and to commands. */
public final class Agent implements AutoCloseable {

    private final Worker worker;
    private final WorkerLink link;
    private final Gateway gateway;
    private final Terminals terminals;
    private final Logs logs;

    private Agent(Worker worker, WorkerLink link, Gateway gateway, Terminals terminals, Logs logs) {
        this.worker = worker;
        this.link = link;
        this.gateway = gateway;
        this.terminals = terminals;
        this.logs = logs;
    }

    /**
     * Starts; returns when traffic is let in and the control plane is being dialled. Waits for a control plane only to enrol.
     *
     * @param onJournalFailure told when the journal cannot be written any more; the process must end then
     * @throws IOException when the worker's state cannot be used
     */
    public static Agent start(
            AgentSettings settings, SandboxRuntime runtime, Consumer<JournalException> onJournalFailure)
            throws IOException, InterruptedException {
        Worker worker = Worker.open(settings, runtime, onJournalFailure);
        try {
            Logs logs = AgentLogs.open(settings, worker.supervisor());
            worker.supervisor().readopt();
            logs.start();
            WorkerIdentity identity = new Enrolment(settings.link(), settings.stateDirectory()).obtain();
            var terminals = new Terminals(
                    new AgentTerminals(worker.supervisor()), TerminalLimits.defaults(), worker.clock()::nanos);
            var link = new WorkerLink(
                    settings.link(),
                    identity,
                    worker.supervisor(),
                    terminals,
                    logs,
                    worker.journal(),
                    worker.templates(),
                    worker.clock());
            Gateway gateway = Gateway.start(
                    gatewaySettings(settings, identity),
                    new AgentDirectory(worker.supervisor(), link, worker.clock()),
                    terminals);
            worker.supervisor().onClosedToTraffic(box -> {
                gateway.sandboxEnded(box.text());
                terminals.sandboxEnded(box.text());
            });
            link.start(description(settings, gateway));
            return new Agent(worker, link, gateway, terminals, logs);
        } catch (RuntimeException | IOException | InterruptedException failure) {
            worker.close();
            throw failure;
        }
    }

    private static GatewaySettings gatewaySettings(AgentSettings settings, WorkerIdentity identity) {
        @Nullable PeerIdentity peer = settings.link().plaintext()
                ? null
                : new PeerIdentity(identity.key(), identity.certificate(), identity.authority());
        return new GatewaySettings(
                settings.gatewayHost(),
                settings.gatewayPort(),
                settings.peerHost(),
                settings.peerPort(),
                peer,
                settings.gatewayLimits());
    }

    private static AgentDescription description(AgentSettings settings, Gateway gateway) {
        return new AgentDescription(
                AgentVersion.VALUE,
                UUID.randomUUID().toString(),
                switch (settings.runtime()) {
                    case GVISOR -> Runtime.RUNTIME_GVISOR;
                    case SIMULATED -> Runtime.RUNTIME_SIMULATED;
                },
                settings.peerAdvertisedHost() + ":" + gateway.peerPort());
    }

    /** Ends every box and removes every host object of a worker whose agent does not run. */
    public static void sweep(
            AgentSettings settings, SandboxRuntime runtime, Consumer<JournalException> onJournalFailure)
            throws IOException {
        try (Worker worker = Worker.open(settings, runtime, onJournalFailure)) {
            worker.supervisor().sweep();
        }
    }

    /** Everything that is, or may be, on this worker's host. */
    public List<Held> held() {
        return worker.supervisor().held();
    }

    /** Where clients' traffic goes, as bound. */
    public int gatewayPort() {
        return gateway.port();
    }

    /** Takes no more commands and lets go of everything; sandboxes go on for the next agent. */
    @Override
    public void close() throws IOException {
        link.close();
        gateway.close();
        terminals.close();
        logs.close();
        worker.close();
    }
}

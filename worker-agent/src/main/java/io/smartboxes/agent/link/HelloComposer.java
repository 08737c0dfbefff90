package io.smartboxes.agent.link;

import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.supervisor.CapacityFigures;
import io.smartboxes.agent.supervisor.Held;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.supervisor.TemplateCatalogue;
import io.smartboxes.workerlink.Capacity;
import io.smartboxes.workerlink.HeldSandbox;
import io.smartboxes.workerlink.HeldState;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.HostedTemplate;
import io.smartboxes.workerlink.Resources;

/** Words what the worker says of itself: all of it at the start of a stream, its capacity with every heartbeat. */
record HelloComposer(String workerId, Supervisor supervisor, Journal journal, TemplateCatalogue templates) {

    private static final int PROTOCOL_VERSION = 1;

    Hello hello(AgentDescription description) {
        templates.refresh();
        var hello = Hello.newBuilder()
                .setProtocolVersion(PROTOCOL_VERSION)
                .setWorkerId(workerId)
                .setAgentVersion(description.version())
                .setAgentInstance(description.instance())
                .setRuntime(description.runtime())
                .setPeerAddress(description.peerAddress())
                .setCapacity(capacity())
                .setJournalId(journal.id());
        templates.builds().forEach(template -> hello.addTemplates(hosted(template)));
        supervisor.held().forEach(held -> hello.addSandboxes(held(held)));
        // After what is held: a sandbox that ended in between is then both named and among the reports, never neither.
        return hello.setNewestReport(journal.newestReport()).build();
    }

    Capacity capacity() {
        CapacityFigures figures = supervisor.capacity();
        return Capacity.newBuilder()
                .setSandboxesTotal(figures.limits().sandboxes())
                .setSandboxesUsed(figures.sandboxesUsed())
                .setVcpuMillisTotal(figures.limits().vcpuMillis())
                .setVcpuMillisUsed(figures.vcpuMillisUsed())
                .setMemoryMibTotal(figures.limits().memoryMib())
                .setMemoryMibUsed(figures.memoryMibUsed())
                .setDiskMibTotal(figures.limits().diskMib())
                .setDiskMibUsed(figures.diskMibUsed())
                .setWarm(figures.warm())
                .setCordoned(figures.limits().sandboxes() == 0)
                .build();
    }

    private static HostedTemplate hosted(TemplateBuild template) {
        return HostedTemplate.newBuilder()
                .setName(template.name())
                .setBuild(template.build())
                .setResources(Resources.newBuilder()
                        .setVcpus(template.vcpus())
                        .setMemoryMib(template.memoryMib())
                        .setDiskMib(template.diskMib()))
                .build();
    }

    private static HeldSandbox held(Held held) {
        return HeldSandbox.newBuilder()
                .setSandboxId(held.id().toString())
                .setEpoch(held.epoch())
                .setRuntimeId(held.runtimeId())
                .setState(
                        switch (held.state()) {
                            case WAITING, ASSIGNING -> HeldState.HELD_STATE_STARTING;
                            case RUNNING -> HeldState.HELD_STATE_RUNNING;
                            case STOPPING, ENDED -> HeldState.HELD_STATE_STOPPING;
                        })
                .setRemainingMillis(held.remaining().toMillis())
                .setDeadlineRevision(held.deadlineRevision())
                .build();
    }
}

package io.smartboxes.agent;

import io.smartboxes.agent.supervisor.RunningSandbox;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.terminal.TerminalHost;
import io.smartboxes.id.SandboxId;
import java.util.Optional;

/** Answers for terminals what runs here. */
record AgentTerminals(Supervisor supervisor) implements TerminalHost {

    @Override
    public Optional<Place> find(SandboxId id) {
        return supervisor.running(id).map(AgentTerminals::place);
    }

    private static Place place(RunningSandbox sandbox) {
        return new Place(
                sandbox.epoch(),
                sandbox.box().id().text(),
                sandbox.box().guest(),
                sandbox.accessToken().orElse(""));
    }
}

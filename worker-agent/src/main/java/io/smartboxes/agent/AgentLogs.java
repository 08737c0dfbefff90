package io.smartboxes.agent;

import io.smartboxes.agent.log.LogHost;
import io.smartboxes.agent.log.Logs;
import io.smartboxes.agent.supervisor.CauseOfDeath;
import io.smartboxes.agent.supervisor.LifeListener;
import io.smartboxes.agent.supervisor.RunningSandbox;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Answers for logs what runs here, and tells them what becomes of it. */
record AgentLogs(Supervisor supervisor) implements LogHost {

    /** Ends that nobody has to look into. */
    private static final Set<String> EXPECTED = Set.of("timeout", "api:kill");

    /** The worker's logs, which hear of every sandbox from now on. Before sandboxes are taken back. */
    static Logs open(AgentSettings settings, Supervisor supervisor) throws IOException {
        Path directory = settings.stateDirectory().resolve("logs");
        var logs = new Logs(directory, settings.logs(), new AgentLogs(supervisor), InstantSource.system());
        supervisor.onLife(new LifeListener() {
            @Override
            public void runs(SandboxId id, long epoch, boolean isNew) {
                logs.runs(id, epoch, isNew);
            }

            @Override
            public void ending(SandboxId id, long epoch, Optional<RunningSandbox> last, CauseOfDeath cause) {
                logs.ending(
                        id,
                        epoch,
                        last.map(AgentLogs::place),
                        EXPECTED.contains(cause.code()),
                        cause.message() + " (" + cause.code() + ")");
            }
        });
        return logs;
    }

    @Override
    public Optional<Place> find(SandboxId id) {
        return supervisor.running(id).map(AgentLogs::place);
    }

    @Override
    public boolean isHeld(SandboxId id) {
        return supervisor.holds(id);
    }

    private static Place place(RunningSandbox sandbox) {
        return new Place(
                sandbox.epoch(), sandbox.box().guest(), sandbox.accessToken().orElse(""));
    }
}

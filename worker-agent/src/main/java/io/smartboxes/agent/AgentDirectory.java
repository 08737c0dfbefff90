package io.smartboxes.agent;

import io.smartboxes.agent.gateway.Holder;
import io.smartboxes.agent.gateway.Holders;
import io.smartboxes.agent.gateway.LocalSandbox;
import io.smartboxes.agent.gateway.SandboxDirectory;
import io.smartboxes.agent.gateway.SandboxLocation;
import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.link.WorkerLink;
import io.smartboxes.agent.supervisor.RunningSandbox;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.supervisor.TokenHolders;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Location;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Answers the gateway: what runs here from the supervisor, what runs elsewhere from the control plane. */
record AgentDirectory(Supervisor supervisor, WorkerLink link, MonotonicClock clock) implements SandboxDirectory {

    @Override
    public Optional<LocalSandbox> find(SandboxId id) {
        return supervisor.running(id).map(this::local);
    }

    /** Without those whose token is not known: anybody could sign with an empty one. */
    @Override
    public Collection<LocalSandbox> running() {
        return supervisor.running().stream()
                .filter(sandbox -> sandbox.accessToken().isPresent())
                .map(this::local)
                .toList();
    }

    @Override
    public CompletionStage<SandboxLocation> locate(SandboxId id) {
        return link.locate(id)
                .handle((location, failure) -> location == null
                        ? new SandboxLocation.Unknown("The control plane did not answer: " + failure.getMessage())
                        : location(location));
    }

    @Override
    public CompletionStage<Void> refresh(Collection<SandboxId> ids) {
        return link.refreshHolders(ids);
    }

    private Holders holders(TokenHolders said) {
        return new Holders(
                said.all().stream()
                        .map(holder -> new Holder(holder.id(), holder.token()))
                        .toList(),
                clock.nanos() - said.asOfNanos());
    }

    private LocalSandbox local(RunningSandbox sandbox) {
        var guest = sandbox.box().guest();
        // Unknown after a restart until the control plane is heard; the guest demands it all the same.
        return new LocalSandbox(
                sandbox.id(),
                sandbox.box().id().text(),
                sandbox.accessToken().orElse(""),
                sandbox.holders().map(this::holders).orElse(Holders.UNKNOWN),
                guest.getAddress().getHostAddress(),
                guest.getPort(),
                sandbox.box().relayPort());
    }

    private static SandboxLocation location(Location location) {
        if (!location.getFound()) {
            return new SandboxLocation.NotFound();
        }
        String address = location.getPeerAddress();
        int colon = address.lastIndexOf(':');
        try {
            return new SandboxLocation.AtPeer(
                    location.getWorkerId(),
                    address.substring(0, Math.max(colon, 0)),
                    Integer.parseInt(address.substring(colon + 1)));
        } catch (NumberFormatException malformed) {
            return new SandboxLocation.Unknown("The control plane named a malformed address: " + address);
        }
    }
}

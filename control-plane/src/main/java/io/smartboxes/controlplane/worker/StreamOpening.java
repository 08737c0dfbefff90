package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;
import java.util.List;

/**
 * What a worker says of itself when it connects.
 *
 * @param replica the replica that it dialled
 * @param agentInstance new at every start of the agent
 * @param journalId new with every journal: reports count from one again
 * @param peerAddress host:port of its passage for other gateways
 */
public record StreamOpening(
        WorkerId worker,
        String replica,
        String agentVersion,
        String agentInstance,
        String journalId,
        WorkerRuntime runtime,
        String peerAddress,
        Offer offer,
        List<HostedTemplate> templates) {

    public StreamOpening {
        templates = List.copyOf(templates);
    }
}

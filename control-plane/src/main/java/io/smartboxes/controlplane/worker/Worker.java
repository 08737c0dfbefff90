package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host as the registry knows it.
 *
 * @param runtime null until the worker first connected
 * @param streamReplica the replica that holds the worker's stream, or held it when that replica died; null after an orderly end
 * @param heardAt when the worker last said anything, by the clock of the replica that heard it
 * @param warm sandboxes ready to be handed out, at the last heartbeat
 */
public record Worker(
        WorkerId id,
        String name,
        @Nullable WorkerRuntime runtime,
        @Nullable String streamReplica,
        @Nullable Instant heardAt,
        boolean cordoned,
        Capacity total,
        int warm,
        List<HostedTemplate> templates) {

    public Worker {
        templates = List.copyOf(templates);
    }
}

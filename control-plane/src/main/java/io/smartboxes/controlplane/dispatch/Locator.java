package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.LocateRequest;
import io.smartboxes.workerlink.Location;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells gateways which worker has a sandbox. Unknown, ended and malformed are one answer. */
@Singleton
final class Locator {

    private final SystemDatabase database;
    private final LeaseRepository leases;

    Locator(SystemDatabase database, LeaseRepository leases) {
        this.database = database;
        this.leases = leases;
    }

    ToWorker answer(LocateRequest request) {
        var location = Location.newBuilder().setRequest(request.getRequest());
        find(request.getSandboxId())
                .ifPresent(found -> location.setFound(true)
                        .setWorkerId(found.worker().toString())
                        .setPeerAddress(found.peerAddress()));
        return ToWorker.newBuilder().setLocation(location).build();
    }

    private Optional<LeaseRepository.Location> find(String text) {
        SandboxId sandbox;
        try {
            sandbox = SandboxId.parse(text);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return database.transaction(statements -> leases.locate(statements, sandbox));
    }
}

package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.micronaut.context.annotation.Value;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Rejected;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.worker.StreamOpening;
import io.smartboxes.controlplane.worker.WorkerCertificates;
import io.smartboxes.controlplane.worker.WorkerConfig;
import io.smartboxes.controlplane.worker.WorkerRepository;
import io.smartboxes.controlplane.worker.WorkerRuntime;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.Hello;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Decides whether a worker may connect, takes over its stream, and judges what it holds, in one transaction. */
@Singleton
final class HelloIntake {

    private final SystemDatabase database;
    private final WorkerRepository workers;
    private final LeaseRepository leases;
    private final WorkerConfig workerConfig;
    private final LinkConfig linkConfig;
    private final InstantSource clock;
    private final String replica;

    HelloIntake(
            SystemDatabase database,
            WorkerRepository workers,
            LeaseRepository leases,
            WorkerConfig workerConfig,
            LinkConfig linkConfig,
            InstantSource clock,
            @Value("${smartboxes.replica-id}") String replica) {
        this.database = database;
        this.workers = workers;
        this.leases = leases;
        this.workerConfig = workerConfig;
        this.linkConfig = linkConfig;
        this.clock = clock;
        this.replica = replica;
    }

    HelloOutcome open(Hello hello, Optional<X509Certificate> certificate) {
        if (hello.getProtocolVersion() != Wire.PROTOCOL_VERSION) {
            return rejected(
                    Status.FAILED_PRECONDITION,
                    "This control plane speaks version " + Wire.PROTOCOL_VERSION
                            + " of the worker link, and the worker version " + hello.getProtocolVersion());
        }
        StreamOpening opening;
        List<HeldLease> held;
        try {
            opening = Wire.opening(hello, replica);
            held = Wire.held(hello);
        } catch (IllegalArgumentException malformed) {
            return rejected(Status.INVALID_ARGUMENT, String.valueOf(malformed.getMessage()));
        }
        if (opening.runtime() == WorkerRuntime.SIMULATED && !workerConfig.acceptSimulated()) {
            return rejected(
                    Status.FAILED_PRECONDITION,
                    "The worker's runtime is simulated and isolates nothing. For a fleet in"
                            + " a test, set smartboxes.worker.accept-simulated to true");
        }
        HelloOutcome outcome = database.transaction(statements -> open(statements, hello, opening, held, certificate));
        if (outcome instanceof Opened) {
            Failpoints.reach(DispatchFailpoint.HELLO_AFTER_COMMIT);
        }
        return outcome;
    }

    private HelloOutcome open(
            Statements statements,
            Hello hello,
            StreamOpening opening,
            List<HeldLease> held,
            Optional<X509Certificate> certificate) {
        WorkerId worker = opening.worker();
        if (!linkConfig.plaintext() && !speaksFor(statements, worker, certificate)) {
            return rejected(
                    Status.PERMISSION_DENIED,
                    "The certificate is not, or no longer, that of worker " + worker + ". Enrol it again");
        }
        Optional<WorkerRepository.Opened> opened = workers.openStream(statements, opening, clock.instant());
        if (opened.isEmpty()) {
            return rejected(Status.PERMISSION_DENIED, "No worker " + worker + " is enrolled here. Enrol it again");
        }
        List<SeenSandbox> rows = leases.lockHeldAndLive(
                statements, worker, held.stream().map(HeldLease::sandbox).toList());
        Failpoints.reach(DispatchFailpoint.HELLO_BEFORE_COMMIT);
        return new Opened(
                opened.get().stream(),
                opening.offer(),
                opened.get().acknowledgedReport(),
                hello.getNewestReport(),
                Verdicts.of(worker, held, rows));
    }

    private boolean speaksFor(Statements statements, WorkerId worker, Optional<X509Certificate> certificate) {
        if (certificate
                .flatMap(WorkerCertificates::workerOf)
                .filter(worker::equals)
                .isEmpty()) {
            return false;
        }
        byte[] shown = certificate.map(WorkerCertificates::hash).orElseThrow();
        return workers.certificateHash(statements, worker)
                .filter(known -> MessageDigest.isEqual(known, shown))
                .isPresent();
    }

    private static Rejected rejected(Status status, String description) {
        return new Rejected(status.withDescription(description));
    }
}

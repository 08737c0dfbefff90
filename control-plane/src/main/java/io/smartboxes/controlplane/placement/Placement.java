package io.smartboxes.controlplane.placement;

import io.smartboxes.controlplane.placement.PlacementDecision.AllRefused;
import io.smartboxes.controlplane.placement.PlacementDecision.NoCapacity;
import io.smartboxes.controlplane.placement.PlacementDecision.NoImage;
import io.smartboxes.controlplane.placement.PlacementDecision.NoWorker;
import io.smartboxes.controlplane.placement.PlacementDecision.Placed;
import io.smartboxes.controlplane.worker.HostedTemplate;
import io.smartboxes.controlplane.worker.Worker;
import io.smartboxes.controlplane.worker.WorkerRuntime;
import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses a worker: one that has a warm sandbox before one that has not, then the least loaded, then by a hash of the pair, so
 * that replicas with the same view do not all run to the same worker.
 *
 * <p>Simulated workers isolate nothing. They count only where no worker that does isolate is enrolled, connected or not:
 * sandboxes never slide from a boundary to none because a host is away.
 */
public final class Placement {

    private Placement() {}

    /**
     * Decides for one sandbox.
     *
     * @param heardSince workers not heard since then are left out
     */
    public static PlacementDecision decide(
            PlacementRequest request, Collection<Candidate> enrolled, Instant heardSince) {
        List<Candidate> connected = enrolled.stream()
                .filter(isolatingAsWellAsAnyOf(enrolled))
                .filter(candidate -> heard(candidate.worker(), heardSince))
                .toList();
        if (connected.isEmpty()) {
            return new NoWorker();
        }
        List<Candidate> equipped = connected.stream()
                .filter(candidate -> build(candidate, request).isPresent())
                .toList();
        if (equipped.isEmpty()) {
            return new NoImage();
        }
        List<Candidate> roomy = equipped.stream()
                .filter(candidate -> hasRoom(candidate, request))
                .toList();
        if (roomy.isEmpty()) {
            return new NoCapacity();
        }
        return roomy.stream()
                .filter(candidate -> request.mayAskAgain() || !refused(candidate, request))
                .min(preference(request))
                .<PlacementDecision>map(candidate -> placed(candidate, request))
                .orElseGet(AllRefused::new);
    }

    /** From which moment on a worker must have been heard. */
    public static Instant heardSince(Instant now, Duration unheardAfter) {
        return now.minus(unheardAfter);
    }

    private static Predicate<Candidate> isolatingAsWellAsAnyOf(Collection<Candidate> enrolled) {
        boolean anyIsolates =
                enrolled.stream().anyMatch(candidate -> candidate.worker().runtime() == WorkerRuntime.GVISOR);
        return candidate -> !anyIsolates || candidate.worker().runtime() == WorkerRuntime.GVISOR;
    }

    private static boolean heard(Worker worker, Instant since) {
        return worker.streamReplica() != null
                && worker.heardAt() != null
                && !worker.heardAt().isBefore(since);
    }

    private static Optional<String> build(Candidate candidate, PlacementRequest request) {
        return candidate.worker().templates().stream()
                .filter(template -> template.name().equals(request.template()))
                .map(HostedTemplate::build)
                .findFirst();
    }

    private static boolean hasRoom(Candidate candidate, PlacementRequest request) {
        return !candidate.worker().cordoned()
                && candidate.worker().total().covers(candidate.leased().plus(request.size()));
    }

    private static boolean refused(Candidate candidate, PlacementRequest request) {
        return request.refusedBy().contains(candidate.worker().id());
    }

    private static Comparator<Candidate> preference(PlacementRequest request) {
        return Comparator.comparing((Candidate candidate) -> refused(candidate, request))
                .thenComparing(candidate -> candidate.warm() == 0)
                .thenComparing(candidate ->
                        candidate.worker().total().loadOf(candidate.leased().plus(request.size())))
                .thenComparing(candidate -> mixed(request.sandbox(), candidate.worker()))
                .thenComparing(candidate -> candidate.worker().id().value());
    }

    /** Equal for equal pairs, without pattern over pairs (the finaliser of MurmurHash3). */
    private static long mixed(SandboxId sandbox, Worker worker) {
        long bits =
                sandbox.value().getLeastSignificantBits() ^ worker.id().value().getLeastSignificantBits();
        bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return bits ^ (bits >>> 33);
    }

    private static PlacementDecision placed(Candidate candidate, PlacementRequest request) {
        return new Placed(candidate.worker().id(), build(candidate, request).orElseThrow());
    }
}

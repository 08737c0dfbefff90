package io.smartboxes.controlplane.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.placement.PlacementDecision.AllRefused;
import io.smartboxes.controlplane.placement.PlacementDecision.NoCapacity;
import io.smartboxes.controlplane.placement.PlacementDecision.NoImage;
import io.smartboxes.controlplane.placement.PlacementDecision.NoWorker;
import io.smartboxes.controlplane.placement.PlacementDecision.Placed;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.controlplane.worker.HostedTemplate;
import io.smartboxes.controlplane.worker.Worker;
import io.smartboxes.controlplane.worker.WorkerRuntime;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant HEARD_SINCE = NOW.minusSeconds(15);
    private static final Capacity SANDBOX = Capacity.ofSandbox(2, 512, 5120);

    /** A worker with room for ten sandboxes, until a test says otherwise. */
    private record Host(
            long number,
            WorkerRuntime runtime,
            String replica,
            Instant heardAt,
            boolean cordoned,
            long room,
            long leased,
            int warm,
            String template) {

        static Host of(long number) {
            return new Host(number, WorkerRuntime.GVISOR, "r1", NOW, false, 10, 0, 0, "base");
        }

        Host runtime(WorkerRuntime other) {
            return new Host(number, other, replica, heardAt, cordoned, room, leased, warm, template);
        }

        Host replica(String other) {
            return new Host(number, runtime, other, heardAt, cordoned, room, leased, warm, template);
        }

        Host heardAt(Instant other) {
            return new Host(number, runtime, replica, other, cordoned, room, leased, warm, template);
        }

        Host asCordoned() {
            return new Host(number, runtime, replica, heardAt, true, room, leased, warm, template);
        }

        Host room(long other) {
            return new Host(number, runtime, replica, heardAt, cordoned, other, leased, warm, template);
        }

        Host leased(long other) {
            return new Host(number, runtime, replica, heardAt, cordoned, room, other, warm, template);
        }

        Host warm(int other) {
            return new Host(number, runtime, replica, heardAt, cordoned, room, leased, other, template);
        }

        Host template(String other) {
            return new Host(number, runtime, replica, heardAt, cordoned, room, leased, warm, other);
        }

        Candidate candidate() {
            var worker = new Worker(
                    id(number),
                    "w" + number,
                    runtime,
                    replica,
                    heardAt,
                    cordoned,
                    times(room),
                    warm,
                    List.of(new HostedTemplate(template, "build-" + template)));
            return new Candidate(worker, times(leased), warm);
        }

        private static Capacity times(long sandboxes) {
            return new Capacity(sandboxes, 2000 * sandboxes, 512 * sandboxes, 5120 * sandboxes);
        }
    }

    private static WorkerId id(long number) {
        return new WorkerId(new UUID(7, number));
    }

    private static PlacementRequest request(long sandbox, WorkerId... refusedBy) {
        return new PlacementRequest(new SandboxId(new UUID(1, sandbox)), "base", SANDBOX, Set.of(refusedBy), false);
    }

    private static PlacementDecision decide(Host... hosts) {
        return decide(request(1), hosts);
    }

    private static PlacementDecision decide(PlacementRequest request, Host... hosts) {
        return Placement.decide(
                request, List.of(hosts).stream().map(Host::candidate).toList(), HEARD_SINCE);
    }

    private static PlacementDecision on(long number) {
        return new Placed(id(number), "build-base");
    }

    @Test
    void namesTheOneThingThatIsMissing() {
        assertThat(decide()).isEqualTo(new NoWorker());
        assertThat(decide(Host.of(1).replica(null))).isEqualTo(new NoWorker());
        assertThat(decide(Host.of(1).heardAt(HEARD_SINCE.minusMillis(1)))).isEqualTo(new NoWorker());
        assertThat(decide(Host.of(1).heardAt(null))).isEqualTo(new NoWorker());
        assertThat(decide(Host.of(1).template("other"))).isEqualTo(new NoImage());
        assertThat(decide(Host.of(1).leased(10))).isEqualTo(new NoCapacity());
        assertThat(decide(Host.of(1).room(0))).isEqualTo(new NoCapacity());
        assertThat(decide(Host.of(1).asCordoned())).isEqualTo(new NoCapacity());
        assertThat(decide(request(1, id(1)), Host.of(1))).isEqualTo(new AllRefused());
    }

    @Test
    void prefersAWarmSandboxThenTheLeastLoad() {
        assertThat(decide(Host.of(1).leased(1), Host.of(2).leased(0))).isEqualTo(on(2));
        assertThat(decide(Host.of(1).leased(8).warm(1), Host.of(2).leased(0))).isEqualTo(on(1));
        assertThat(decide(Host.of(1).leased(5).room(100), Host.of(2).leased(1))).isEqualTo(on(1));
    }

    @Test
    void asksRefusersLastAndOnlyAfterAWhile() {
        var again = new PlacementRequest(new SandboxId(new UUID(1, 1)), "base", SANDBOX, Set.of(id(1)), true);

        assertThat(decide(request(1, id(1)), Host.of(1).warm(5), Host.of(2).leased(9)))
                .isEqualTo(on(2));
        assertThat(decide(again, Host.of(1).warm(5), Host.of(2).leased(9))).isEqualTo(on(2));
        assertThat(decide(again, Host.of(1), Host.of(2).leased(10))).isEqualTo(on(1));
    }

    @Test
    void neverSlidesFromAnIsolatingWorkerToASimulatedOne() {
        Host simulated = Host.of(1).runtime(WorkerRuntime.SIMULATED).warm(5);

        assertThat(decide(simulated)).isEqualTo(on(1));
        assertThat(decide(simulated, Host.of(2).leased(9))).isEqualTo(on(2));
        assertThat(decide(simulated, Host.of(2).replica(null))).isEqualTo(new NoWorker());
        assertThat(decide(simulated, Host.of(2).leased(10))).isEqualTo(new NoCapacity());
        assertThat(decide(simulated, Host.of(2).runtime(null).replica(null))).isEqualTo(on(1));
    }

    @Test
    void spreadsOverEqualWorkers() {
        Map<PlacementDecision, Integer> chosen = new HashMap<>();
        for (int sandbox = 0; sandbox < 1000; sandbox++) {
            chosen.merge(decide(request(sandbox), Host.of(1), Host.of(2), Host.of(3), Host.of(4)), 1, Integer::sum);
        }

        assertThat(chosen).hasSize(4);
        assertThat(chosen.values()).allSatisfy(times -> assertThat(times).isBetween(150, 350));
    }

    /** Over random fleets: whatever is chosen may be chosen, nothing is refused that could be placed, order does not matter. */
    @RepeatedTest(200)
    void choosesOnlyWhatMayBeChosen(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var hosts = new ArrayList<Host>();
        for (int number = 0; number < random.nextInt(6); number++) {
            hosts.add(randomHost(random, number));
        }
        Set<WorkerId> refusedBy = new HashSet<>();
        hosts.stream().filter(host -> random.nextInt(4) == 0).forEach(host -> refusedBy.add(id(host.number())));
        var request = new PlacementRequest(
                new SandboxId(new UUID(1, random.nextLong())), "base", SANDBOX, refusedBy, random.nextBoolean());

        PlacementDecision decision = decide(request, hosts.toArray(Host[]::new));

        Set<WorkerId> allowed = allowed(hosts, request);
        if (decision instanceof Placed placed) {
            assertThat(allowed).contains(placed.worker());
        } else {
            assertThat(allowed).isEmpty();
        }
        assertThat(decide(request, hosts.reversed().toArray(Host[]::new))).isEqualTo(decision);
    }

    private static Host randomHost(Random random, long number) {
        Host host = Host.of(number).leased(random.nextInt(12)).warm(random.nextInt(3));
        host = random.nextInt(4) == 0 ? host.replica(null) : host;
        host = random.nextInt(4) == 0 ? host.heardAt(NOW.minusSeconds(60)) : host;
        host = random.nextInt(4) == 0 ? host.template("other") : host;
        host = random.nextInt(6) == 0 ? host.asCordoned() : host;
        return random.nextInt(4) == 0 ? host.runtime(WorkerRuntime.SIMULATED) : host;
    }

    private static Set<WorkerId> allowed(List<Host> hosts, PlacementRequest request) {
        boolean anyIsolates = hosts.stream().anyMatch(host -> host.runtime() == WorkerRuntime.GVISOR);
        var allowed = new HashSet<WorkerId>();
        for (Host host : hosts) {
            boolean fits = host.replica() != null
                    && host.heardAt().equals(NOW)
                    && host.template().equals("base")
                    && !host.cordoned()
                    && host.leased() < host.room()
                    && (!anyIsolates || host.runtime() == WorkerRuntime.GVISOR)
                    && (request.mayAskAgain() || !request.refusedBy().contains(id(host.number())));
            if (fits) {
                allowed.add(id(host.number()));
            }
        }
        return allowed;
    }
}

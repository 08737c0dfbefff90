package io.smartboxes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.runtime.simulated.SimulatedLatencies;
import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.agent.testing.TestAuthority;
import io.smartboxes.workerlink.Runtime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

    @TempDir
    private Path directory;

    @Test
    void runsWorkersSideBySideInOneProcess() throws Exception {
        var authority = new TestAuthority();
        Path tokens = Files.createDirectories(directory.resolve("enrolment"));
        for (String name : Set.of("w1", "w2", "w3")) {
            Files.writeString(tokens.resolve(name), authority.token());
        }
        try (var controlPlane = new FakeControlPlane(authority, true).start();
                Fleet fleet = Fleet.start(settings(controlPlane, tokens), 3, SimulatedLatencies.NONE)) {
            Set<String> instances = new HashSet<>();
            Set<String> peers = new HashSet<>();
            while (instances.size() < 3) {
                var hello = controlPlane.awaitHello();
                assertThat(hello.getRuntime()).isEqualTo(Runtime.RUNTIME_SIMULATED);
                instances.add(hello.getAgentInstance());
                peers.add(hello.getPeerAddress());
            }
            assertThat(peers).hasSize(3);
            assertThat(fleet.held()).isZero();
        }
    }

    private Map<String, String> settings(FakeControlPlane controlPlane, Path tokens) {
        return Map.of(
                "installation", "abc123",
                "state.directory", directory.resolve("workers").toString(),
                "artifacts.directory", directory.resolve("artifacts").toString(),
                "enrolment.token-file", tokens.toString(),
                "link.address", "127.0.0.1:" + controlPlane.port());
    }
}

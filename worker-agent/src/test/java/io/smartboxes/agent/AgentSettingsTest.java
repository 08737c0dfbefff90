package io.smartboxes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "installation", "abc123",
            "worker.name", "w1",
            "state.directory", "/var/lib/smartboxes/w1",
            "artifacts.directory", "/usr/share/smartboxes"));

    @Test
    void needsNoMoreThanNamesAndDirectories() {
        AgentSettings read = AgentSettings.read(settings);

        assertThat(read.link().host()).isEqualTo("127.0.0.1");
        assertThat(read.link().port()).isEqualTo(8082);
        assertThat(read.link().plaintext()).isFalse();
        assertThat(read.link().tokenFile()).isEqualTo(Path.of("/var/lib/smartboxes/w1/enrolment-token"));
        assertThat(read.runtime()).isEqualTo(RuntimeKind.GVISOR);
        assertThat(read.gatewayPort()).isEqualTo(8081);
        assertThat(read.pool().sizeMin()).isEqualTo(4);
    }

    @Test
    void namesEveryMistakeAtOnce() {
        settings.remove("installation");
        settings.put("capacity.sandboxes", "many");
        settings.put("pool.size", "3");
        settings.put("runtime", "docker");
        settings.put("state.directory", "relative");

        assertThatThrownBy(() -> AgentSettings.read(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("installation: is required")
                .hasMessageContaining("capacity.sandboxes: must be a whole number from 0 to 100000, not 'many'")
                .hasMessageContaining("pool.size: there is no such setting")
                .hasMessageContaining("runtime: must be one of [gvisor, simulated], not 'docker'")
                .hasMessageContaining("state.directory: must be an absolute path");
    }

    @Test
    void refusesAPlaintextLinkToAnotherMachine() {
        settings.put("link.plaintext", "true");
        assertThat(AgentSettings.read(settings).link().plaintext()).isTrue();

        settings.put("link.address", "192.0.2.1:8082");

        assertThatThrownBy(() -> AgentSettings.read(settings))
                .hasMessageContaining("link.plaintext=true is only for a loopback link.address");
    }

    @Test
    void refusesAPoolThatIsLargerAtLeastThanAtMost() {
        settings.put("pool.size-min", "5");
        settings.put("pool.size-max", "4");

        assertThatThrownBy(() -> AgentSettings.read(settings)).hasMessageContaining("pool.size-min");
    }
}

package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciBundleTest {

    private static final TemplateBuild BASE =
            new TemplateBuild("base", "0".repeat(64), Path.of("/images/base.erofs"), 2, 512, 5120);
    private static final RootFileSystem FILES =
            new RootFileSystem(Path.of("/state/upper"), Path.of("/state/root"), Path.of("/state/volume"));

    @TempDir
    private Path directory;

    /** A restore demands the specification of the first start. */
    @Test
    void differsBetweenBoxesOnlyInTheirControlGroupAndNetwork() throws IOException {
        JsonNode one = written("/smartboxes/abc123/w1/one", "/var/run/netns/one");
        JsonNode other = written("/smartboxes/abc123/w1/other", "/var/run/netns/other");

        assertThat(one).isNotEqualTo(other);
        assertThat(withoutPlace(one)).isEqualTo(withoutPlace(other));
    }

    @Test
    void givesTheCgroupMoreThanIsPromised() throws IOException {
        JsonNode resources = written("/a", "/b").at("/linux/resources");

        assertThat(resources.at("/memory/limit").asLong()).isEqualTo((512L + 128) << 20);
        assertThat(resources.at("/cpu/quota").asLong())
                .isEqualTo(2 * resources.at("/cpu/period").asLong());
        // Two users, each at its limit of processes, must not reach the limit that no box survives.
        assertThat(resources.at("/pids/limit").asLong()).isGreaterThan(2L * 2 * OciBundle.processesMax(BASE));
    }

    @Test
    void mountsNothingOfTheHostWritable() throws IOException {
        for (JsonNode mount : written("/a", "/b").at("/mounts")) {
            if (mount.at("/type").asText().equals("bind")) {
                assertThat(texts(mount.at("/options"))).contains("ro");
            }
        }
    }

    @Test
    void allowsNoRawSocketsAndNoChangeOfTheNetwork() throws IOException {
        assertThat(texts(written("/a", "/b").at("/process/capabilities/bounding")))
                .doesNotContain("CAP_NET_RAW", "CAP_NET_ADMIN", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_BOOT");
    }

    private JsonNode written(String cgroup, String namespace) throws IOException {
        OciBundle.write(directory, BASE, FILES, cgroup, namespace);
        return new ObjectMapper().readTree(Files.readAllBytes(directory.resolve("config.json")));
    }

    private static JsonNode withoutPlace(JsonNode specification) {
        ObjectNode linux = (ObjectNode) specification.get("linux");
        linux.remove("cgroupsPath");
        linux.remove("namespaces");
        return specification;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}

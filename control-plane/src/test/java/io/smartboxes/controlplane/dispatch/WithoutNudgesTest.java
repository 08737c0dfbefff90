package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.TestTenant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the API to the worker and back, the happy path does not depend on nudges: they only make it faster. */
class WithoutNudgesTest extends LinkTest {

    @Test
    void makesKeepsAndEndsSandboxesAllTheSame() {
        var replica = replica("r1", Map.of("smartboxes.nudges.enabled", "false"));
        var worker = worker(replica, "w1").connected(port(replica));
        var api = TestTenant.in(replica, database).at(replica);

        var id = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
        assertThat(worker.sandboxes()).containsExactly(id);
        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":30}").expect(204);
        api.delete("/sandboxes/" + id).expect(204);

        api.get("/sandboxes/" + id).expectError(404);
        assertThat(worker.sandboxes()).isEmpty();
    }
}

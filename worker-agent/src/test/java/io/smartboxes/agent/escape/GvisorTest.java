package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A worker per test class, gone without a trace afterwards. */
abstract class GvisorTest {

    static GvisorWorker worker;

    @BeforeAll
    static void startWorker() {
        worker = new GvisorWorker();
    }

    @AfterAll
    static void leaveNothing() {
        GvisorSettings settings = worker.settings();
        worker.close();
        assertThat(HostObjects.ofWorker(settings)).isEmpty();
    }
}

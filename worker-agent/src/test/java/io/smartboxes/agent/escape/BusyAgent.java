package io.smartboxes.agent.escape;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.runtime.gvisor.GvisorRuntime;
import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** A process that boots and destroys boxes until it is killed, to be killed anywhere. */
final class BusyAgent {

    private BusyAgent() {}

    /** Arguments: installation, state directory, artifacts directory. Says "busy" once it is. */
    public static void main(String[] arguments) throws Exception {
        Path artifacts = Path.of(arguments[2]);
        GvisorSettings settings = GvisorWorker.settings(arguments[0], Path.of(arguments[1]), artifacts);
        TemplateBuild base = GvisorWorker.base(artifacts);
        var random = new SecureRandom();
        GvisorRuntime runtime = GvisorRuntime.start(settings, InstantSource.system(), random);
        System.out.println("busy");
        while (true) {
            Box box = runtime.boot(RuntimeId.random(random), base);
            Box other = runtime.boot(RuntimeId.random(random), base);
            runtime.destroy(box.id());
            runtime.destroy(other.id());
            // Each round makes its network anew, so that a kill finds that half done too.
            runtime.close();
            runtime = GvisorRuntime.start(settings, InstantSource.system(), random);
        }
    }
}

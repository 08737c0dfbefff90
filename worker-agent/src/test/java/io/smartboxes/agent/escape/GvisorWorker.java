package io.smartboxes.agent.escape;

import io.smartboxes.agent.isolation.HostLabel;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.runtime.gvisor.GvisorRuntime;
import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A worker of an installation of its own, on this machine, with real boxes; closing it leaves nothing. */
final class GvisorWorker implements AutoCloseable {

    static final SecureRandom RANDOM = new SecureRandom();

    private final GvisorSettings settings;
    private final TemplateBuild base;
    private GvisorRuntime runtime;

    GvisorWorker() {
        Path artifacts = artifacts();
        String installation = HexFormat.of().formatHex(randomBytes(3));
        try {
            Path state = Files.createTempDirectory("smartboxes-" + installation + "-");
            settings = settings(installation, state, artifacts);
            base = base(artifacts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runtime = GvisorRuntime.start(settings, InstantSource.system(), RANDOM);
    }

    static GvisorSettings settings(String installation, Path state, Path artifacts) {
        return GvisorSettings.of(new HostLabel(installation, "w1"), state, artifacts.resolve("runsc"));
    }

    static TemplateBuild base(Path artifacts) throws IOException {
        return TemplateBuild.read(artifacts.resolve("images/base.json"));
    }

    static Path artifacts() {
        String directory = System.getenv("SMARTBOXES_ARTIFACTS");
        if (directory == null) {
            throw new AssertionError(
                    "These tests run real sandboxes. Set SMARTBOXES_ARTIFACTS to a directory with runsc/"
                            + " (infra/runsc/build) and images/ (infra/templates/build), or run infra/smartboxes test");
        }
        return Path.of(directory).toAbsolutePath();
    }

    GvisorSettings settings() {
        return settings;
    }

    GvisorRuntime runtime() {
        return runtime;
    }

    TemplateBuild base() {
        return base;
    }

    /** As after a kill of the agent's process: a new runtime knows only what is on the host. */
    GvisorRuntime restart() {
        runtime = GvisorRuntime.start(settings, InstantSource.system(), RANDOM);
        return runtime;
    }

    Box bootWarm() {
        return runtime.boot(RuntimeId.random(RANDOM), base);
    }

    /** A box in a tenant's hands, with a shell. */
    Sandbox start() {
        return start(Map.of());
    }

    Sandbox start(Map<String, String> environment) {
        return handOut(bootWarm(), environment);
    }

    Sandbox start(TemplateBuild template) {
        return handOut(runtime.boot(RuntimeId.random(RANDOM), template), Map.of());
    }

    private Sandbox handOut(Box box, Map<String, String> environment) {
        String token = HexFormat.of().formatHex(randomBytes(32));
        String sandboxId = "sbx" + HexFormat.of().formatHex(randomBytes(13));
        runtime.assign(box, new GuestIdentity(sandboxId, "base", token, environment, "user"));
        return new Sandbox(box, sandboxId, token);
    }

    @Override
    public void close() {
        runtime.sweep(Set.of());
        runtime.close();
        try (Stream<Path> files = Files.walk(settings.state())) {
            files.sorted(Comparator.reverseOrder()).forEach(GvisorWorker::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

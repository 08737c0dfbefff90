package io.smartboxes.agent.testing;

import io.smartboxes.agent.Agent;
import io.smartboxes.agent.AgentSettings;
import io.smartboxes.agent.supervisor.Held;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.SetDeadline;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.ToWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An agent with boxes of files, and a template for them, below one directory. */
public final class AgentFixture implements AutoCloseable {

    public static final String BUILD = "ab".repeat(32);

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private FileRuntime runtime;
    private Agent agent;

    public AgentFixture(Path directory, FakeControlPlane controlPlane, boolean plaintext, String token)
            throws IOException {
        this.directory = directory;
        Path images = Files.createDirectories(directory.resolve("artifacts/images"));
        Files.createFile(images.resolve("base.erofs"));
        Files.writeString(images.resolve("base.json"), """
                {"name": "base", "build": "%s", "image": "base.erofs", "vcpus": 2, "memory_mib": 512, "disk_mib": 5120}
                """.formatted(BUILD));
        Files.writeString(directory.resolve("token"), token);
        settings.put("installation", "abc123");
        settings.put("worker.name", "w1");
        settings.put("state.directory", directory.resolve("state").toString());
        settings.put("artifacts.directory", directory.resolve("artifacts").toString());
        settings.put("link.address", "127.0.0.1:" + controlPlane.port());
        settings.put("link.plaintext", Boolean.toString(plaintext));
        settings.put("enrolment.token-file", directory.resolve("token").toString());
        settings.put("runtime", "simulated");
        settings.put("gateway.port", "0");
        settings.put("peer.port", "0");
        settings.put("pool.size-min", "1");
        settings.put("pool.size-max", "2");
        settings.put("pool.refill-delay-millis", "0");
    }

    public AgentFixture with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public AgentSettings settings() {
        return AgentSettings.read(settings);
    }

    /** The settings as the agent's process reads them. */
    public Path settingsFile() throws IOException {
        var lines = settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
        return Files.write(directory.resolve("worker.properties"), lines);
    }

    /** From now on the worker hosts no template. */
    public void removeTemplate() throws IOException {
        Files.deleteIfExists(directory.resolve("artifacts/images/base.json"));
    }

    public AgentFixture start() throws IOException, InterruptedException {
        runtime = new FileRuntime(boxes());
        agent = Agent.start(settings(), runtime, failure -> {});
        return this;
    }

    /** What the running agent holds. */
    public List<Held> held() {
        return agent.held();
    }

    public Path boxes() {
        return directory.resolve("boxes");
    }

    public FileRuntime runtime() {
        return runtime;
    }

    /** As after the agent's death: nothing is told to anybody, boxes go on. */
    public void stop() throws IOException {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    public static SandboxId newSandbox() {
        return SandboxId.next(InstantSource.system());
    }

    public static ToWorker start(SandboxId id, long epoch, Duration timeToLive) {
        return ToWorker.newBuilder()
                .setStart(StartSandbox.newBuilder()
                        .setSandboxId(id.toString())
                        .setEpoch(epoch)
                        .setTenantId("tnt_test")
                        .setTemplate("base")
                        .setTemplateBuild(BUILD)
                        .setTemplateId("tpl_test")
                        .setTimeToLiveMillis(timeToLive.toMillis())
                        .setDeadlineRevision(1)
                        .putEnvironment("SECRET_NAME", "secret-value")
                        .setAccessToken("secret-token")
                        .setRequestId("req_test"))
                .build();
    }

    public static ToWorker stop(SandboxId id, long epoch) {
        return ToWorker.newBuilder()
                .setStop(StopSandbox.newBuilder()
                        .setSandboxId(id.toString())
                        .setEpoch(epoch)
                        .setCause("api:kill"))
                .build();
    }

    public static ToWorker deadline(SandboxId id, long epoch, long revision, Duration timeToLive) {
        return ToWorker.newBuilder()
                .setSetDeadline(SetDeadline.newBuilder()
                        .setSandboxId(id.toString())
                        .setEpoch(epoch)
                        .setRevision(revision)
                        .setTimeToLiveMillis(timeToLive.toMillis()))
                .build();
    }
}

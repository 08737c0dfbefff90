package io.smartboxes.agent;

import io.smartboxes.agent.gateway.GatewayLimits;
import io.smartboxes.agent.link.LinkSettings;
import io.smartboxes.agent.log.LogLimits;
import io.smartboxes.agent.supervisor.PoolLimits;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Everything that can be set, checked at start; {@link #read} states every default.
 *
 * @param installation names the installation on this host; part of the name of every host object
 * @param workerName within the installation; the same
 * @param stateDirectory journal and identity; the worker's own
 * @param artifactsDirectory runtime binaries and images, shared and only read
 * @param peerAdvertisedHost under which other workers reach the peer listener
 * @param usageInterval how often the use of running sandboxes is told, and about what a power cut may lose of it
 * @param logs what sandboxes' logs may take, and how long they are kept
 */
public record AgentSettings(
        String installation,
        String workerName,
        Path stateDirectory,
        Path artifactsDirectory,
        LinkSettings link,
        String gatewayHost,
        int gatewayPort,
        String peerHost,
        int peerPort,
        String peerAdvertisedHost,
        GatewayLimits gatewayLimits,
        RuntimeKind runtime,
        Capacity capacity,
        PoolLimits pool,
        Duration usageInterval,
        LogLimits logs) {

    private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]{6}");
    private static final Pattern WORKER_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.:_-]+:[0-9]{1,5}");
    private static final int PORT_MAX = 65_535;

    /**
     * What may be promised of the host.
     *
     * @param sandboxes at once
     * @param vcpuOvercommit promised vCPUs per processor
     * @param memoryOvercommit promised memory per physical memory
     * @param diskOvercommit promised disk per size of the state directory's file system
     */
    public record Capacity(int sandboxes, double vcpuOvercommit, double memoryOvercommit, double diskOvercommit) {}

    /**
     * Reads a file of Java properties.
     *
     * @throws IOException when the file cannot be read
     * @throws SettingsException when a setting is missing, unknown or wrong
     */
    public static AgentSettings read(Path file) throws IOException {
        return read(properties(file));
    }

    static Map<String, String> properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    /**
     * Checks settings and fills in defaults.
     *
     * @throws SettingsException when a setting is missing, unknown or wrong
     */
    public static AgentSettings read(Map<String, String> settings) {
        var reader = new SettingsReader(settings);
        String workerName = reader.requiredText("worker.name", WORKER_NAME);
        Path state = reader.directory("state.directory");
        String peerHost = reader.text("peer.host", "127.0.0.1", HOST);
        LinkSettings link = link(reader, state, workerName);
        PoolLimits pool = pool(reader);
        var capacity = new Capacity(
                reader.integer("capacity.sandboxes", 250, 0, 100_000),
                // Sandboxes of agents mostly wait. 128 lets two processors carry 128 of them with 2 vCPUs each.
                reader.factor("capacity.vcpu-overcommit", 128, 0.1, 10_000),
                // An idle one holds some 20 of its 512 MiB.
                reader.factor("capacity.memory-overcommit", 4, 0.1, 1_000),
                reader.factor("capacity.disk-overcommit", 4, 0.1, 1_000));
        String installation = reader.requiredText("installation", INSTALLATION);
        Path artifacts = reader.directory("artifacts.directory");
        String gatewayHost = reader.text("gateway.host", "127.0.0.1", HOST);
        int gatewayPort = reader.integer("gateway.port", 8081, 0, PORT_MAX);
        int peerPort = reader.integer("peer.port", 8085, 0, PORT_MAX);
        String peerAdvertisedHost = reader.text("peer.advertised-host", peerHost, HOST);
        GatewayLimits gatewayLimits = gatewayLimits(reader);
        RuntimeKind runtime = reader.oneOf("runtime", RuntimeKind.GVISOR, RuntimeKind.class);
        Duration usageInterval = seconds(reader, "usage.interval-seconds", Duration.ofMinutes(1), 3_600);
        LogLimits logs = logs(reader, runtime);
        reader.finish();
        return new AgentSettings(
                installation,
                workerName,
                state,
                artifacts,
                Objects.requireNonNull(link),
                gatewayHost,
                gatewayPort,
                peerHost,
                peerPort,
                peerAdvertisedHost,
                gatewayLimits,
                runtime,
                capacity,
                Objects.requireNonNull(pool),
                usageInterval,
                logs);
    }

    private static LogLimits logs(SettingsReader reader, RuntimeKind runtime) {
        return new LogLimits(
                Duration.ofHours(reader.integer("logs.kept-hours", 24, 1, 24 * 365)),
                mebibytes(reader, "logs.sandbox-mib", 10),
                // Nothing is written in a simulated sandbox, and fleets of them come and go by the thousand.
                mebibytes(reader, "logs.total-mib", runtime == RuntimeKind.SIMULATED ? 0 : 4096),
                reader.integer("logs.sandboxes-max", 50_000, 100, 10_000_000),
                mebibytes(reader, "logs.disk-free-mib", 1024));
    }

    private static long mebibytes(SettingsReader reader, String key, int byDefault) {
        return (long) reader.integer(key, byDefault, 0, 1 << 24) << 20;
    }

    private static GatewayLimits gatewayLimits(SettingsReader reader) {
        GatewayLimits byDefault = GatewayLimits.defaults();
        return new GatewayLimits(
                reader.integer("gateway.connections-max", byDefault.connectionsMax(), 1, 1_000_000),
                reader.integer("gateway.streams-per-sandbox-max", byDefault.streamsPerSandboxMax(), 1, 1_000_000),
                reader.integer("gateway.request-line-bytes-max", byDefault.requestLineBytesMax(), 1024, 1 << 20),
                reader.integer("gateway.header-bytes-max", byDefault.headerBytesMax(), 1024, 1 << 20),
                seconds(reader, "gateway.first-request-seconds", byDefault.firstRequestWithin()),
                seconds(reader, "gateway.next-request-seconds", byDefault.nextRequestWithin()),
                Duration.ofMillis(reader.integer(
                        "gateway.connect-millis",
                        (int) byDefault.connectTimeout().toMillis(),
                        1,
                        60_000)),
                seconds(reader, "gateway.exchange-idle-seconds", byDefault.exchangeIdle()));
    }

    private static Duration seconds(SettingsReader reader, String key, Duration byDefault) {
        return seconds(reader, key, byDefault, 86_400);
    }

    private static Duration seconds(SettingsReader reader, String key, Duration byDefault, int max) {
        return Duration.ofSeconds(reader.integer(key, (int) byDefault.toSeconds(), 1, max));
    }

    private static @org.jspecify.annotations.Nullable LinkSettings link(
            SettingsReader reader, Path state, String workerName) {
        String address = reader.text("link.address", "127.0.0.1:8082", ADDRESS);
        boolean plaintext = reader.flag("link.plaintext", false);
        Path tokenFile = reader.path("enrolment.token-file", state.resolve("enrolment-token"));
        int colon = address.lastIndexOf(':');
        return reader.part(() -> new LinkSettings(
                address.substring(0, colon),
                Integer.parseInt(address.substring(colon + 1)),
                plaintext,
                tokenFile,
                workerName));
    }

    private static @org.jspecify.annotations.Nullable PoolLimits pool(SettingsReader reader) {
        int sizeMin = reader.integer("pool.size-min", 4, 0, 1_000);
        int sizeMax = reader.integer("pool.size-max", Math.max(24, sizeMin), 0, 1_000);
        int bootsMax = reader.integer("pool.boots-max", Runtime.getRuntime().availableProcessors(), 1, 100);
        int refillsMax = reader.integer("pool.refills-max", 1, 1, 100);
        int refillDelayMillis = reader.integer("pool.refill-delay-millis", 50, 0, 60_000);
        return reader.part(
                () -> new PoolLimits(sizeMin, sizeMax, bootsMax, refillsMax, Duration.ofMillis(refillDelayMillis)));
    }
}

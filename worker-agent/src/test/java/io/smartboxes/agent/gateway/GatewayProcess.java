package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.TicketGrant;
import io.smartboxes.id.SandboxId;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A gateway in a JVM of its own with little memory, in front of one sandbox's guest. */
final class GatewayProcess implements AutoCloseable {

    /** Texts of tickets that are good there are ticket-0 and so on; they lead to eight terminals in turn. */
    static final int TICKETS = 64;

    private static final String PORT = "port=";

    private final Process process;
    private final int port;

    GatewayProcess(SandboxId sandbox, int guestPort) throws IOException {
        this.process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        sandbox.toString(),
                        Integer.toString(guestPort)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.port = said.lines()
                .filter(line -> line.startsWith(PORT))
                .map(line -> Integer.parseInt(line.substring(PORT.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("The gateway's process ended without naming its port"));
        // What it logs belongs to the test's output; unread, it would fill the pipe and stop the process.
        Thread.startVirtualThread(() -> said.lines().forEach(System.out::println));
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory the process ever had, heap and everything else. */
    long peakMebibytes() throws IOException {
        File status = new File("/proc/" + process.pid() + "/status");
        return Files.readAllLines(status.toPath()).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var directory = new TestDirectory();
        directory.start(SandboxId.parse(arguments[0]), Integer.parseInt(arguments[1]));
        var terminals = directory.terminals();
        for (int number = 0; number < TICKETS; number++) {
            terminals.grant(new TicketGrant(
                    "tkt_" + number,
                    SandboxId.parse(arguments[0]),
                    1,
                    GatewayTerminalTest.hash("ticket-" + number),
                    "trm_" + number % 8,
                    number < 8,
                    Duration.ofHours(1).toMillis(),
                    "usr_test"));
        }
        try (Gateway gateway = Gateway.start(TestSettings.ordinary(), directory, terminals)) {
            System.out.println(PORT + gateway.port());
            while (System.in.read() >= 0) {}
        }
    }
}

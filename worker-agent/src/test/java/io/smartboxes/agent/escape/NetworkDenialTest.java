package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.isolation.NetworkPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a box reaches: nothing. Each attempt has its control, the same attempt without the rules: it succeeds, so it is the
 * rules that stop it.
 */
class NetworkDenialTest extends GvisorTest {

    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");

    private NetworkPolicy policy;
    private ServerSocket hostPort;
    private Sandbox attacker;
    private Sandbox neighbour;

    @BeforeEach
    void openAPortOnTheHost() throws IOException {
        policy = new NetworkPolicy(worker.settings().label());
        hostPort = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"));
        attacker = worker.start();
        neighbour = worker.start();
    }

    @AfterEach
    void closeIt() throws IOException {
        policy.enforce();
        hostPort.close();
        worker.runtime().destroy(attacker.box().id());
        worker.runtime().destroy(neighbour.box().id());
    }

    @Test
    void cannotReachThePortsOfTheHost() throws IOException {
        String gateway = gatewayOf(attacker);

        assertThat(connects(attacker, gateway, hostPort.getLocalPort())).isFalse();

        policy.withdraw();
        assertThat(connects(attacker, gateway, hostPort.getLocalPort())).isTrue();
    }

    @Test
    void reachesNothingBehindItsOwnCable() throws IOException {
        policy.withdraw();

        for (String address : List.of(
                gatewayOf(neighbour),
                neighbour.box().guest().getAddress().getHostAddress(),
                "169.254.169.254",
                "198.51.100.1",
                "1.1.1.1")) {
            // Without a route this fails at once, whatever the rules say.
            assertThat(attacker.runAsRoot(
                                    python("import socket\ns = socket.socket(); s.settimeout(5)\ns.connect(('%s', 80))"
                                            .formatted(address)))
                            .output())
                    .as(address)
                    .contains("Network is unreachable");
        }
    }

    /** A guest that owns its sentry can send what it likes: the same attempts with the host's own network stack. */
    @Test
    void cannotReachNeighboursOrOtherGatewaysEvenWithoutGvisor() throws IOException {
        Raw raw = new Raw();
        boolean forwarding = Files.readString(FORWARDING).startsWith("1");
        // As on a host with containers: it forwards, and translates addresses so that answers find their way back.
        String translation = "smartboxes_test_" + worker.settings().label().installation();
        try {
            Files.writeString(FORWARDING, "1");
            HostShell.succeed(
                    "nft",
                    "add table ip " + translation + "; add chain ip " + translation
                            + " post { type nat hook postrouting priority 100; }; add rule ip " + translation
                            + " post oifname \"" + worker.settings().label().hostInterfacePrefix() + "*\" masquerade");
            int port = hostPort.getLocalPort();
            String neighbourGuest = neighbour.box().guest().getAddress().getHostAddress();

            assertThat(raw.connects(raw.gateway(), port)).isFalse();
            assertThat(raw.connects(gatewayOf(neighbour), port)).isFalse();
            assertThat(raw.connects(neighbourGuest, neighbour.box().guest().getPort()))
                    .isFalse();

            policy.withdraw();
            assertThat(raw.connects(raw.gateway(), port)).isTrue();
            assertThat(raw.connects(gatewayOf(neighbour), port)).isTrue();
            assertThat(raw.connects(neighbourGuest, neighbour.box().guest().getPort()))
                    .isTrue();
        } finally {
            HostShell.run("nft", "delete", "table", "ip", translation);
            Files.writeString(FORWARDING, forwarding ? "1" : "0");
            raw.close();
        }
    }

    /**
     * With a neighbour's address a box could write into the neighbour's connections with the host. All other rules are away, so
     * that it is this one which stops it. (Which hardware address it sends from means nothing: its cable has two ends.)
     */
    @Test
    void cannotSendFromAnAddressThatIsNotItsOwn() throws IOException {
        String table = worker.settings().label().nftTable();
        String neighbourGuest = neighbour.box().guest().getAddress().getHostAddress();
        Raw raw = new Raw();
        try (var host = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"));
                var unfiltered = new ReversePathUnfiltered(raw.hostInterface())) {
            HostShell.succeed("nft", "flush", "chain", "inet", table, "to_host");

            assertThat(raw.isHeardFrom(raw.address, host)).isTrue();
            assertThat(raw.isHeardFrom(neighbourGuest, host)).isFalse();

            HostShell.succeed("nft", "flush", "chain", "inet", table, "spoofed");
            assertThat(raw.isHeardFrom(neighbourGuest, host)).isTrue();
        } finally {
            raw.close();
        }
    }

    @Test
    void hasNoAddressOfIpv6() {
        assertThat(attacker.run("cat /proc/net/if_inet6").output().lines().filter(line -> !line.endsWith(" lo")))
                .isEmpty();
        assertThat(HostShell.succeed("ip", "-6", "-o", "addr", "show").lines())
                .noneMatch(line -> line.contains(worker.settings().label().hostInterfacePrefix()));
    }

    @Test
    void cannotChangeItsNetwork() {
        assertThat(attacker.runAsRoot(python("""
                                import socket
                                for family, kind, protocol in ((socket.AF_INET, socket.SOCK_RAW, 255),
                                                               (socket.AF_PACKET, socket.SOCK_RAW, 0x300)):
                                    try:
                                        socket.socket(family, kind, protocol)
                                        print('opened')
                                    except OSError as e:
                                        print(e.strerror)
                                """)).output()).isEqualTo("Operation not permitted\n".repeat(2));
        String other = gatewayOf(neighbour);
        assertThat(attacker.runAsRoot(python("""
                                import fcntl, socket, struct
                                s = socket.socket()
                                request = struct.pack('16sH2s4s8s', b'eth0', socket.AF_INET, b'', socket.inet_aton('%s'), b'')
                                fcntl.ioctl(s, 0x8916, request)
                                """.formatted(other))).succeeded()).isFalse();
    }

    @Test
    void failsFastWhenItAsksForAName() {
        long start = System.nanoTime();

        assertThat(attacker.run("getent hosts example.com").succeeded()).isFalse();

        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    private boolean connects(Sandbox from, String address, int port) {
        return from.run(python("import socket\nsocket.create_connection(('%s', %d), 1)".formatted(address, port)))
                .succeeded();
    }

    private static String python(String program) {
        return "python3 - <<'PROGRAM'\n" + program + "\nPROGRAM";
    }

    /** The host's end of a box's cable is the address before the guest's. */
    private static String gatewayOf(Sandbox sandbox) {
        return addressBefore(sandbox.box().guest().getAddress().getHostAddress());
    }

    private static String addressBefore(String guest) {
        int dot = guest.lastIndexOf('.') + 1;
        return guest.substring(0, dot) + (Integer.parseInt(guest.substring(dot)) - 1);
    }

    /** The host's own check of source addresses, where it has one, would hide what the rule does. */
    private static final class ReversePathUnfiltered implements AutoCloseable {
        private final Map<Path, String> before = new HashMap<>();

        ReversePathUnfiltered(String hostInterface) throws IOException {
            for (String scope : List.of("all", hostInterface)) {
                Path file = Path.of("/proc/sys/net/ipv4/conf", scope, "rp_filter");
                before.put(file, Files.readString(file));
                Files.writeString(file, "0");
            }
        }

        @Override
        public void close() throws IOException {
            for (Map.Entry<Path, String> setting : before.entrySet()) {
                Files.writeString(setting.getKey(), setting.getValue());
            }
        }
    }

    /** A slot without a box, used as an attacker with its own kernel's network stack would. */
    private static final class Raw {
        private final String namespace;
        private final String hostInterface;
        private final String address;

        Raw() {
            // Its box is gone, its namespace waits for the next.
            Sandbox gone = worker.start();
            address = gone.box().guest().getAddress().getHostAddress();
            hostInterface = HostShell.succeed("ip", "-o", "-4", "addr", "show")
                    .lines()
                    .filter(line -> line.contains(" " + addressBefore(address) + "/"))
                    .map(line -> line.split("\\s+")[1])
                    .findFirst()
                    .orElseThrow();
            namespace = worker.settings()
                    .label()
                    .networkNamespace(Integer.parseInt(hostInterface.substring(hostInterface.indexOf('-') + 1)));
            worker.runtime().destroy(gone.box().id());
            inside("ip", "addr", "replace", address + "/30", "dev", "eth0");
            inside("ip", "route", "replace", "default", "via", gateway());
        }

        String gateway() {
            return addressBefore(address);
        }

        String hostInterface() {
            return hostInterface;
        }

        /** Sends from an address and says whether it arrives. */
        boolean isHeardFrom(String source, DatagramSocket host) throws IOException {
            inside("ip", "addr", "replace", source + "/32", "dev", "eth0");
            inside("ip", "route", "replace", gateway() + "/32", "dev", "eth0", "src", source);
            inside("bash", "-c", "echo from " + source + " > /dev/udp/" + gateway() + "/" + host.getLocalPort());
            var packet = new DatagramPacket(new byte[100], 100);
            host.setSoTimeout(1000);
            try {
                host.receive(packet);
            } catch (SocketTimeoutException nothing) {
                return false;
            } finally {
                inside("ip", "route", "del", gateway() + "/32", "dev", "eth0");
                inside("ip", "addr", "del", source + "/32", "dev", "eth0");
            }
            assertThat(packet.getAddress().getHostAddress()).isEqualTo(source);
            return true;
        }

        boolean connects(String to, int port) {
            return HostShell.run(command("timeout", "1", "bash", "-c", "exec 3<>/dev/tcp/" + to + "/" + port))
                    .succeeded();
        }

        void close() {
            inside("ip", "route", "del", "default");
        }

        private void inside(String... command) {
            HostShell.succeed(command(command));
        }

        private String[] command(String... command) {
            var all = new ArrayList<String>(List.of("ip", "netns", "exec", namespace));
            all.addAll(List.of(command));
            return all.toArray(String[]::new);
        }
    }
}

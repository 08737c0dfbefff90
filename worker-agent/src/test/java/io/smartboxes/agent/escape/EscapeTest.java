package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root inside a box tries to reach the host. */
class EscapeTest extends GvisorTest {

    private static final String SECRET = "canary-" + HexFormat.of().toHexDigits(GvisorWorker.RANDOM.nextLong());

    private static Path canary;
    private static Sandbox sandbox;

    @BeforeAll
    static void putACanaryOnTheHost() throws IOException {
        canary = Files.createTempFile("smartboxes-canary", "");
        Files.writeString(canary, SECRET);
        sandbox = worker.start();
    }

    @AfterAll
    static void removeIt() throws IOException {
        Files.deleteIfExists(canary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat %s",
                "cat /proc/1/root%s",
                "cat /proc/self/root%s",
                "cat /proc/1/cwd/../../../../..%s",
                "cat /mnt/volume/../../../../..%s",
                "cd /mnt/volume && cat ../../../../../..%s",
                "for fd in /proc/1/fd/*; do cat $fd/%s $fd/../../../../..%s; done",
                "for fd in $(seq 0 300); do cat /proc/self/fd/$fd/../../../../..%s; done",
                "mkdir -p /x && cd /x && chroot . cat %s; python3 -c \"import os; os.chroot('/x');"
                        + " [os.chdir('..') for _ in range(64)]; os.chroot('.'); print(open('%s').read())\"",
                "ln -s /proc/1/root%s /tmp/link && cat /tmp/link",
                "unshare -m sh -c 'mount --bind / /mnt; cat /mnt%s'"
            })
    void cannotReadAFileOfTheHost(String attempt) {
        Sandbox.Result result = sandbox.runAsRoot(attempt.replace("%s", canary.toString()) + " 2>&1; true");

        assertThat(result.output()).doesNotContain(SECRET);
    }

    @Test
    void readsAFileOfItsOwnByTheSameRoutes() {
        // The control of the test above: the routes themselves work.
        sandbox.runAsRoot("mkdir -p /tmp/own && echo mine > /tmp/own/file");

        for (String route : List.of("", "/proc/1/root", "/proc/self/root", "/mnt/volume/../..")) {
            assertThat(sandbox.runAsRoot("cat " + route + "/tmp/own/file").output())
                    .as(route)
                    .isEqualTo("mine\n");
        }
    }

    @Test
    void seesOnlyItsOwnProcesses() {
        String processes = sandbox.runAsRoot("ls -d /proc/[0-9]* | wc -l; cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
                .output();

        assertThat(Integer.parseInt(processes.lines().findFirst().orElseThrow()))
                .isLessThan(12);
        assertThat(processes).doesNotContain("java", "runsc");
    }

    @Test
    void runsOnAnotherKernelThanTheHost() {
        assertThat(sandbox.run("cat /proc/version").output()).isNotEqualTo(read(Path.of("/proc/version")));
        assertThat(sandbox.run("cat /proc/sys/kernel/random/boot_id").output().strip())
                .isNotEqualTo(read(Path.of("/proc/sys/kernel/random/boot_id")).strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/mem",
                "/dev/kmem",
                "/dev/kmsg",
                "/dev/kvm",
                "/dev/port",
                "/dev/vda",
                "/dev/sda",
                "/dev/loop0"
            })
    void hasNoDeviceOfTheHost(String device) {
        assertThat(sandbox.runAsRoot("test -e " + device).succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"b 259 0", "b 253 0", "b 254 0", "b 8 0", "b 7 0", "c 1 1", "c 1 11", "c 10 232", "c 10 237"})
    void cannotOpenADeviceThatItMakesItself(String numbers) {
        Sandbox.Result result =
                sandbox.runAsRoot("rm -f /tmp/node; mknod /tmp/node " + numbers + " && head -c 16 /tmp/node | od");

        assertThat(result.output()).contains("head: cannot open").doesNotContain("0000000 ");
    }

    @Test
    void cannotMountTheHostsDisks() {
        for (String disk : List.of("/dev/vda", "/dev/sda", "/dev/root", "/dev/loop0")) {
            assertThat(sandbox.runAsRoot("mount -t ext4 " + disk + " /mnt").succeeded())
                    .as(disk)
                    .isFalse();
        }
    }

    @Test
    void cannotRunAProgramOfTheHostThroughReleaseAgent() {
        Path proof = canary.resolveSibling(canary.getFileName() + ".escaped");

        sandbox.runAsRoot("""
                mkdir -p /tmp/cg
                for type in cgroup cgroup2; do
                  mount -t $type -o memory none /tmp/cg || mount -t $type none /tmp/cg
                  mkdir -p /tmp/cg/x
                  echo 1 > /tmp/cg/x/notify_on_release
                  printf '#!/bin/sh\\ntouch %1$s\\n' > /tmp/agent; chmod +x /tmp/agent
                  echo /tmp/agent > /tmp/cg/release_agent
                  sh -c 'echo $$ > /tmp/cg/x/cgroup.procs'
                  umount /tmp/cg
                done
                """.formatted(proof));

        assertThat(proof).doesNotExist();
    }

    @Test
    void cannotChangeTheHostsKernelSettings() {
        Map<Path, String> before = settings();
        Instant clock = InstantSource.system().instant();

        sandbox.runAsRoot("""
                echo '|/tmp/agent' > /proc/sys/kernel/core_pattern
                echo /tmp/agent > /proc/sys/kernel/modprobe
                echo /tmp/agent > /sys/kernel/uevent_helper
                echo escaped > /proc/sys/kernel/hostname
                hostname escaped
                echo 1 > /proc/sys/net/ipv4/ip_forward
                echo b > /proc/sysrq-trigger
                date -s 2001-01-01
                """);

        assertThat(settings()).isEqualTo(before);
        assertThat(InstantSource.system().instant()).isAfter(clock);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "175 init_module",
                "313 finit_module",
                "246 kexec_load",
                "169 reboot",
                "321 bpf",
                "298 perf_event_open",
                "304 open_by_handle_at",
                "323 userfaultfd"
            })
    void hasNoPrivilegedSystemCalls(String call) {
        String[] numberAndName = call.split(" ");

        Sandbox.Result result = sandbox.runAsRoot("""
                python3 - <<'PROGRAM'
                import ctypes
                libc = ctypes.CDLL(None, use_errno=True)
                print(libc.syscall(%s, 0, 0, 0, 0, 0), ctypes.get_errno())
                PROGRAM
                """.formatted(numberAndName[0]));

        assertThat(result.output()).as(numberAndName[1]).startsWith("-1 ");
    }

    @Test
    void cannotReadTheHostsKeys() {
        assertThat(sandbox.runAsRoot("cat /proc/keys /proc/key-users").output()).doesNotContain("keyring");
    }

    @Test
    void changesNoFileOfTheRuntimeOrTheImage() throws Exception {
        Map<Path, String> before = runtimeFiles();
        Sandbox destroyer = worker.start();

        // Overwriting its own guest ends the box: that is its owner's to do.
        destroyer.attempt("""
                rm -rf /usr/share /opt; echo changed > /etc/passwd-
                for exe in /proc/self/exe /proc/[0-9]*/exe /usr/bin/smartboxes-guest /proc/1/exe; do
                  printf 'overwritten' > $exe; dd if=/dev/zero of=$exe bs=1 count=9 conv=notrunc
                done
                """);

        worker.runtime().destroy(destroyer.box().id());
        assertThat(runtimeFiles()).isEqualTo(before);
        Sandbox next = worker.start();
        assertThat(next.run("ls -d /usr/share").succeeded()).isTrue();
        worker.runtime().destroy(next.box().id());
    }

    @Test
    void seesTheSlotOfVolumesEmptyAndReadOnly() {
        assertThat(sandbox.runAsRoot("ls -A /mnt/volume").output()).isEmpty();
        assertThat(sandbox.runAsRoot("touch /mnt/volume/x").output()).contains("Read-only file system");
        assertThat(sandbox.runAsRoot("mount -o remount,rw /mnt/volume; touch /mnt/volume/x")
                        .succeeded())
                .isFalse();
        assertThat(worker.settings().state().resolve("empty-volume")).isEmptyDirectory();
    }

    @Test
    void leavesNoNameOfItsFilesOnTheHost() {
        sandbox.run("for i in $(seq 50); do head -c 100000 /dev/zero > file$i; done");

        assertThat(worker.settings().state().resolve("upper")).isEmptyDirectory();
    }

    private static Map<Path, String> settings() {
        var settings = new TreeMap<Path, String>();
        for (String file :
                List.of("kernel/core_pattern", "kernel/modprobe", "kernel/hostname", "net/ipv4/ip_forward")) {
            Path path = Path.of("/proc/sys").resolve(file);
            settings.put(path, read(path));
        }
        return settings;
    }

    private static Map<Path, String> runtimeFiles() throws Exception {
        var fingerprints = new TreeMap<Path, String>();
        Path runsc = worker.settings().runsc();
        for (Path file : List.of(
                runsc.resolve("runsc"),
                runsc.resolve("gvisor-bin/gvisor_sentry"),
                runsc.resolve("gvisor-bin/gvisor-sentry-prewarmer"))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
                stream.transferTo(OutputStream.nullOutputStream());
            }
            fingerprints.put(file, HexFormat.of().formatHex(digest.digest()));
        }
        // Half a gigabyte: hashing it would take longer than all other tests here; a write would change its time.
        Path image = worker.base().image();
        fingerprints.put(image, Files.size(image) + " bytes of " + Files.getLastModifiedTime(image));
        return fingerprints;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}

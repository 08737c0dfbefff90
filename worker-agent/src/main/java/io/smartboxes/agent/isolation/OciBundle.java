package io.smartboxes.agent.isolation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The OCI specification of a box. It depends on the template build alone, but for the paths of the box's control group and
 * network namespace: a restore demands an equal specification, and nothing of a tenant may stand in it.
 */
public final class OciBundle {

    /** Memory above what is promised: gVisor's own, and room for the guest to end a process before the kernel ends all. */
    static final int MEMORY_RESERVE_MIB = 128;

    /** What one more process of the guest costs the host at its peak, in MiB (measured 3.8, rounded up). */
    private static final int MEMORY_PER_PROCESS_MIB = 5;

    /** Host tasks per process of the guest (measured 2.1), and what gVisor needs for itself. */
    private static final double TASKS_PER_PROCESS = 2.5;

    private static final int TASKS_RESERVE = 100;
    private static final int OPEN_FILES_MAX = 65_536;

    /** Sorted keys: equal specifications are equal bytes. */
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    /**
     * What root may do inside a box; the kernel that grants it is gVisor's, not the host's. No raw sockets, no modules, no
     * clock, no reboot.
     */
    private static final List<String> CAPABILITIES = List.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_KILL",
            "CAP_LEASE",
            "CAP_LINUX_IMMUTABLE",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_ADMIN",
            "CAP_SYS_CHROOT",
            "CAP_SYS_NICE",
            "CAP_SYS_PTRACE",
            "CAP_SYS_RESOURCE");

    private OciBundle() {}

    /** Writes the bundle of one box into a directory that exists. */
    public static void write(
            Path directory,
            TemplateBuild template,
            RootFileSystem files,
            String cgroupPath,
            String networkNamespacePath)
            throws IOException {
        Map<String, Object> specification = specification(template, files, cgroupPath, networkNamespacePath);
        Files.write(directory.resolve("config.json"), JSON.writeValueAsBytes(specification));
    }

    /** How many processes each user of a box may have; more would not fit into its memory. */
    public static int processesMax(TemplateBuild template) {
        return template.memoryMib() / MEMORY_PER_PROCESS_MIB;
    }

    static Map<String, Object> specification(
            TemplateBuild template, RootFileSystem files, String cgroupPath, String networkNamespacePath) {
        return Map.of(
                "ociVersion", "1.2.0",
                "process", process(template),
                "root", Map.of("path", files.emptyRoot().toString(), "readonly", false),
                "hostname", "sandbox",
                "mounts", files.mounts(template),
                "annotations", files.annotations(template),
                "linux", linux(template, cgroupPath, networkNamespacePath));
    }

    private static Map<String, Object> process(TemplateBuild template) {
        int processes = processesMax(template);
        return Map.of(
                "args", List.of("/usr/bin/smartboxes-guest"),
                "env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                "cwd", "/",
                "user", Map.of("uid", 0, "gid", 0),
                "noNewPrivileges", false,
                "capabilities",
                        Map.of(
                                "bounding", CAPABILITIES,
                                "effective", CAPABILITIES,
                                "permitted", CAPABILITIES,
                                "inheritable", List.of()),
                "rlimits", List.of(limit("RLIMIT_NPROC", processes), limit("RLIMIT_NOFILE", OPEN_FILES_MAX)));
    }

    private static Map<String, Object> linux(TemplateBuild template, String cgroupPath, String networkNamespacePath) {
        return Map.of(
                "cgroupsPath", cgroupPath,
                "resources", resources(template),
                "namespaces",
                        List.of(
                                Map.of("type", "pid"),
                                Map.of("type", "ipc"),
                                Map.of("type", "uts"),
                                Map.of("type", "mount"),
                                Map.of("type", "network", "path", networkNamespacePath)));
    }

    private static Map<String, Object> resources(TemplateBuild template) {
        long memoryBytes = (long) (template.memoryMib() + MEMORY_RESERVE_MIB) << 20;
        // The limit of processes counts per user: room for root and for one more, each at its limit.
        long tasks = (long) (2 * processesMax(template) * TASKS_PER_PROCESS) + TASKS_RESERVE;
        return Map.of(
                "memory", Map.of("limit", memoryBytes),
                "cpu",
                        Map.of(
                                "shares",
                                Cgroups.SHARES_WAITING,
                                "quota",
                                template.vcpus() * Cgroups.CPU_PERIOD_MICROS,
                                "period",
                                Cgroups.CPU_PERIOD_MICROS),
                "pids", Map.of("limit", tasks));
    }

    private static Map<String, Object> limit(String type, long value) {
        return Map.of("type", type, "hard", value, "soft", value);
    }
}

package io.smartboxes.agent.runtime.gvisor;

import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.isolation.HostCommand;
import io.smartboxes.agent.runtime.MissingRequirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether a host can isolate boxes as promised. There is no weaker mode: what is missing is named, and the worker stops. */
final class GvisorHost {

    /** The version that our flags, annotations and tests are for. */
    static final String VERSION_PINNED = "v0.0.0-20260905035102-160fafc42237";

    private static final List<Path> TOOL_DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    private final GvisorSettings settings;

    GvisorHost(GvisorSettings settings) {
        this.settings = settings;
    }

    List<MissingRequirement> missing() {
        var missing = new ArrayList<MissingRequirement>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add(new MissingRequirement(
                    "root", "run the worker agent as root: it makes network namespaces and control groups"));
        }
        requireTool(missing, "ip", "iproute2");
        requireTool(missing, "nft", "nftables");
        requireTool(missing, "setsid", "util-linux");
        requireTool(missing, "umount", "mount");
        for (String controller : Cgroups.missingControllers()) {
            missing.add(new MissingRequirement(
                    "cgroup controller " + controller, "enable it in the kernel, and mount it below /sys/fs/cgroup"));
        }
        requireRunsc(missing);
        if (missing.isEmpty()) {
            requireNetfilter(missing);
        }
        return List.copyOf(missing);
    }

    private void requireRunsc(List<MissingRequirement> missing) {
        Path runsc = settings.runsc().resolve("runsc");
        for (String file : List.of("runsc", "gvisor-bin/gvisor_sentry", "gvisor-bin/gvisor-sentry-prewarmer")) {
            if (!Files.isExecutable(settings.runsc().resolve(file))) {
                missing.add(new MissingRequirement(
                        settings.runsc().resolve(file).toString(), "build it with infra/runsc/build"));
                return;
            }
        }
        try {
            String version = HostCommand.run(runsc.toString(), "--version");
            if (!version.contains("release-" + VERSION_PINNED)) {
                missing.add(new MissingRequirement(
                        "runsc " + VERSION_PINNED,
                        "build it with infra/runsc/build; found: "
                                + version.lines().findFirst().orElse("no version")));
            }
        } catch (IOException e) {
            missing.add(new MissingRequirement("a runsc that runs", String.valueOf(e.getMessage())));
        }
    }

    /** Asks the kernel to check, not to apply, the kinds of rule that keep boxes apart. */
    private void requireNetfilter(List<MissingRequirement> missing) {
        String probe = """
                table inet smartboxes_probe {
                    chain probe {
                        type filter hook prerouting priority raw;
                        iifname "sbprobe*" fib saddr . iif oif 0 drop
                        ct state established accept
                    }
                }
                """;
        try {
            HostCommand.Outcome outcome = HostCommand.attempt(List.of("nft", "--check", "-f", "-"), probe);
            if (!outcome.succeeded()) {
                missing.add(new MissingRequirement(
                        "nftables with conntrack and fib",
                        "enable NF_TABLES_INET, NFT_CT and NFT_FIB_INET in the kernel; it says: "
                                + outcome.output().strip()));
            }
        } catch (IOException e) {
            missing.add(new MissingRequirement("nftables", String.valueOf(e.getMessage())));
        }
    }

    private static void requireTool(List<MissingRequirement> missing, String tool, String debianPackage) {
        if (TOOL_DIRECTORIES.stream().noneMatch(directory -> Files.isExecutable(directory.resolve(tool)))) {
            missing.add(new MissingRequirement("the command " + tool, "apt-get install " + debianPackage));
        }
    }
}

package io.smartboxes.agent.isolation;

import io.smartboxes.agent.runtime.TemplateBuild;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The files of a box: the template's read-only EROFS image below, what the box writes above it in one file on the host's disk,
 * with a size cap. Nothing a box writes is ever a host file of its own that a path of the box could name.
 *
 * @param upperDirectory holds the boxes' upper layers while they run; each is unlinked as soon as it is open, so nothing is
 *     left when a box ends, however it ends
 * @param emptyRoot an empty directory; the OCI specification wants one beside the image
 * @param volumeSlot an empty directory that every box sees read-only at {@value #VOLUME_PATH}: gVisor's disk-backed upper
 *     layer works only with at least one bind mount, and a restore demands the mounts of the first start, so the place for
 *     volumes is always there
 */
public record RootFileSystem(Path upperDirectory, Path emptyRoot, Path volumeSlot) {

    /** Where volumes will be inside a box. */
    public static final String VOLUME_PATH = "/mnt/volume";

    /** The annotations that make gVisor use the image and the upper layer. */
    Map<String, String> annotations(TemplateBuild template) {
        return Map.of(
                "dev.gvisor.spec.rootfs.source",
                template.image().toString(),
                "dev.gvisor.spec.rootfs.type",
                "erofs",
                "dev.gvisor.spec.rootfs.overlay",
                "dir=" + upperDirectory,
                "dev.gvisor.spec.rootfs.options",
                "size=" + template.diskMib() + "m");
    }

    /** The flag that must say the same as the annotations, or runsc panics. */
    public String overlayFlag() {
        return "--overlay2=root:dir=" + upperDirectory;
    }

    /** The mounts of a box. Shared memory is memory: it gets half of what the box is promised. */
    List<Map<String, Object>> mounts(TemplateBuild template) {
        return List.of(
                mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
                mount("/dev", "tmpfs", "tmpfs", List.of("nosuid")),
                mount("/dev/shm", "tmpfs", "shm", List.of("nosuid", "nodev", "size=" + template.memoryMib() / 2 + "m")),
                mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro")),
                mount(VOLUME_PATH, "bind", volumeSlot.toString(), List.of("bind", "ro", "nosuid", "nodev")));
    }

    private static Map<String, Object> mount(String destination, String type, String source, List<String> options) {
        return Map.of("destination", destination, "type", type, "source", source, "options", options);
    }
}

package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The host's mounts below a directory of ours. */
public final class Mounts {

    private static final int MOUNT_POINT_FIELD = 4;

    private Mounts() {}

    /** Every mount point below that directory, innermost first. */
    public static List<Path> below(Path directory) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> Path.of(line.split(" ")[MOUNT_POINT_FIELD].replace("\\040", " ")))
                .filter(point -> point.startsWith(directory))
                .sorted((one, other) -> other.compareTo(one))
                .toList();
    }

    /** Takes a mount away, at once for new users and for good once nobody uses it. */
    public static void remove(Path mountPoint) throws IOException {
        HostCommand.run("umount", "--lazy", mountPoint.toString());
    }
}

package io.smartboxes.agent.escape;

import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything on the host that carries a worker's label, found without the runtime's own code: a mistake in that must not hide
 * what it left.
 */
final class HostObjects {

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private HostObjects() {}

    /** Of all boxes of the worker; the worker's own (its rules, its pool of network slots) not counted. */
    static List<String> ofBoxes(GvisorSettings settings) {
        var found = new ArrayList<String>();
        processes(settings).forEach(pid -> found.add("process " + pid));
        cgroups(settings)
                .filter(path -> path.getFileName().toString().startsWith("rt"))
                .forEach(path -> found.add("cgroup " + path));
        for (String directory : List.of("boxes", "upper")) {
            list(settings.state().resolve(directory)).forEach(file -> found.add("file " + file));
        }
        list(settings.state().resolve("runsc"))
                .filter(file -> !file.getFileName().toString().equals("null-netns"))
                .forEach(file -> found.add("file " + file));
        return found;
    }

    /** Everything of the worker outside its state directory. */
    static List<String> ofWorker(GvisorSettings settings) {
        var found = new ArrayList<String>();
        processes(settings).forEach(pid -> found.add("process " + pid));
        cgroups(settings).forEach(path -> found.add("cgroup " + path));
        String installation = settings.label().installation();
        list(Path.of("/var/run/netns"))
                .filter(nameContains(installation))
                .forEach(namespace -> found.add("network namespace " + namespace));
        list(Path.of("/sys/class/net"))
                .filter(nameContains(settings.label().hostInterfacePrefix()))
                .forEach(link -> found.add("network interface " + link));
        lines("nft", "list", "tables")
                .filter(line -> line.contains(installation))
                .forEach(found::add);
        read(Path.of("/proc/self/mounts"))
                .lines()
                .filter(line -> line.contains(settings.state().toString()))
                .forEach(line -> found.add("mount " + line));
        list(settings.networkRegistry())
                .filter(claim -> read(claim).contains(settings.state().toString()))
                .forEach(claim -> found.add("address claim " + claim));
        return found;
    }

    private static Stream<Long> processes(GvisorSettings settings) {
        return list(Path.of("/proc"))
                .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                .filter(process -> read(process.resolve("cmdline")).contains("--root=" + settings.state()))
                .map(process -> Long.valueOf(process.getFileName().toString()));
    }

    private static Stream<Path> cgroups(GvisorSettings settings) {
        try (Stream<Path> groups = Files.walk(CGROUPS, 6)) {
            return groups
                    .filter(path -> path.toString().contains(settings.label().cgroup()))
                    .filter(Files::isDirectory)
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException e) {
            // Another worker's group vanished under the walk.
            return cgroups(settings);
        }
    }

    private static Predicate<Path> nameContains(String part) {
        return path -> path.getFileName().toString().contains(part);
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<String> lines(String... command) {
        return HostShell.run(command).output().lines();
    }
}

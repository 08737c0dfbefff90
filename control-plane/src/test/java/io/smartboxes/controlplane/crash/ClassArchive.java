package io.smartboxes.controlplane.crash;

import io.smartboxes.controlplane.Application;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The control plane's classes as a JVM has them in its memory: with them a start takes less than half the work. */
final class ClassArchive {

    private final Path file;
    private final String classPath;

    private ClassArchive(Path file, String classPath) {
        this.file = file;
        this.classPath = classPath;
    }

    /** Not made yet: {@link #making} does. The JVM archives no classes that come from folders, so they become jars here. */
    static ClassArchive in(Path directory) throws IOException {
        var classPath = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path classes = Path.of(entry);
            if (!Files.isDirectory(classes)) {
                classPath.add(entry);
            } else if (!classes.endsWith("test-classes")) {
                classPath.add(packed(classes, directory.resolve(classPath.size() + ".jar")));
            }
        }
        return new ClassArchive(
                directory.resolve("classes.jsa"),
                classPath.stream().filter(entry -> Files.exists(Path.of(entry))).collect(Collectors.joining(":")));
    }

    /** How to start a control plane that uses the archive. */
    List<String> using() {
        return command("-XX:SharedArchiveFile=" + file);
    }

    /** How to start one that writes the archive when it is told to end. */
    List<String> making() {
        return command("-XX:ArchiveClassesAtExit=" + file);
    }

    /** Few flags: an archive is no good to a JVM with other modules or another access to them. */
    private List<String> command(String flag) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath,
                Application.class.getName());
    }

    private static String packed(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path path :
                    files.filter(each -> !each.equals(classes)).sorted().toList()) {
                String name = classes.relativize(path).toString();
                // Folders too: Micronaut finds its beans by listing some.
                out.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                if (Files.isRegularFile(path)) {
                    long unused = Files.copy(path, out);
                }
            }
        }
        return jar.toString();
    }
}

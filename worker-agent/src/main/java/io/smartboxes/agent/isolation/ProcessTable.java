package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The host's processes, read from /proc. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** A process and its command line. Zombies have an empty one. */
    public record Entry(long pid, List<String> commandLine) {}

    /** All processes whose command line satisfies the condition. */
    public static List<Entry> find(Predicate<List<String>> condition) throws IOException {
        var found = new ArrayList<Entry>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                List<String> commandLine = commandLine(process);
                if (!commandLine.isEmpty() && condition.test(commandLine)) {
                    found.add(new Entry(Long.parseLong(process.getFileName().toString()), commandLine));
                }
            }
        }
        return found;
    }

    /** The command line of a process; empty if it is gone or a zombie. */
    public static List<String> commandLine(long pid) {
        return commandLine(PROC.resolve(Long.toString(pid)));
    }

    /** Whether the process runs, which a zombie does not. */
    public static boolean isRunning(long pid) {
        return state(pid).filter(state -> state != 'Z' && state != 'X').isPresent();
    }

    private static Optional<Character> state(long pid) {
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            // The name before it is in parentheses and may hold anything.
            return Optional.of(stat.charAt(stat.lastIndexOf(')') + 2));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> commandLine(Path process) {
        try {
            String text = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}

package io.smartboxes.console.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What lives in the heap of the console's process, once all that nobody can reach has been collected.
 *
 * @param bytes of all objects together
 * @param objects how many there are of each class
 */
record Census(long bytes, Map<String, Long> objects) {

    /** A tab, as the server holds it. */
    static final String TAB = "com.vaadin.flow.component.UI";

    /** What all tabs of a browser share. */
    static final String SESSION = "io.smartboxes.console.session.ConsoleSession";

    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +(\\S+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /** The second time counts: what the first collection found may be let go of by cleaners. */
    static Census of(Path state) {
        String unused = histogram(state);
        return read(histogram(state));
    }

    static Census read(String histogram) {
        var total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("This is no histogram of a heap: " + histogram);
        }
        var objects = new HashMap<String, Long>();
        LINE.matcher(histogram)
                .results()
                .forEach(line -> objects.merge(line.group(2), Long.parseLong(line.group(1)), Long::sum));
        return new Census(Long.parseLong(total.group(1)), objects);
    }

    long count(String type) {
        return objects.getOrDefault(type, 0L);
    }

    /** Of which classes there are more than there were, and by how many. */
    Map<String, Long> more(Census before, Pattern types, long atLeast) {
        var more = new TreeMap<String, Long>();
        objects.forEach((type, count) -> {
            long by = count - before.count(type);
            if (by >= atLeast && types.matcher(type).find()) {
                more.put(type, by);
            }
        });
        return more;
    }

    private static String histogram(Path state) {
        try {
            String pid = Files.readString(state.resolve("service/console/supervise/pid"))
                    .strip();
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            var process = new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The console's heap could not be looked at: " + said);
            }
            return said;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

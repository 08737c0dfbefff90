package io.smartboxes.failpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where code says that it has come to a {@link Failpoint}; nothing happens unless a test armed it.
 *
 * <p>From outside: {@value #DIRECTORY_VARIABLE} names a directory, and a file in it named like a failpoint arms that one. The
 * process that reaches it removes the file and dies as if by SIGKILL, so its successor gets past. Without the variable the
 * cost is one comparison.
 */
public final class Failpoints {

    /** Environment variable: directory of armed failpoints. */
    public static final String DIRECTORY_VARIABLE = "SMARTBOXES_FAILPOINTS";

    /** What a shell reports for a process ended by SIGKILL. */
    private static final int STATUS_KILLED = 137;

    private static final @Nullable Consumer<Failpoint> FROM_OUTSIDE = fromOutside();

    private static volatile @Nullable Consumer<Failpoint> action = FROM_OUTSIDE;

    private Failpoints() {}

    /** Marks the step as reached. */
    public static void reach(Failpoint failpoint) {
        Consumer<Failpoint> armed = action;
        if (armed != null) {
            armed.accept(failpoint);
        }
    }

    /** For tests in the same process: runs the action at every step reached, by any thread, until closed. It may throw. */
    public static Interception intercept(Consumer<Failpoint> each) {
        action = each;
        return () -> action = FROM_OUTSIDE;
    }

    /** Ends what {@link #intercept} began. */
    public interface Interception extends AutoCloseable {
        @Override
        void close();
    }

    private static @Nullable Consumer<Failpoint> fromOutside() {
        String directory = System.getenv(DIRECTORY_VARIABLE);
        return directory == null || directory.isEmpty() ? null : failpoint -> dieIfArmed(Path.of(directory), failpoint);
    }

    private static void dieIfArmed(Path directory, Failpoint failpoint) {
        try {
            if (Files.deleteIfExists(directory.resolve(failpoint.id()))) {
                Runtime.getRuntime().halt(STATUS_KILLED);
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("Cannot read the directory of failpoints " + directory, unreadable);
        }
    }
}

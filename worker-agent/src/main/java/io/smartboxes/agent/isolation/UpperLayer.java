package io.smartboxes.agent.isolation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file on the host's disk that holds what a box has written. It has no name any more, so it is reached through the open
 * descriptor of the box's sentry.
 *
 * @param descriptor in {@code /proc}
 * @param directory where the file was made
 */
public record UpperLayer(Path descriptor, Path directory) {

    private static final int AT_FDCWD = -100;
    private static final int STATX_BLOCKS = 0x400;

    /** Of struct statx. */
    private static final int STATX_SIZE = 256;

    private static final int BLOCKS_OFFSET = 48;

    /** The unit of a file's blocks, whatever the file system's own is. */
    private static final int BLOCK_BYTES = 512;

    private static final MethodHandle STATX =
            libc("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

    /** {@code O_RDONLY | O_NONBLOCK | O_CLOEXEC}, open(2): were it anything but a file by now, nobody would wait for it. */
    private static final int OPEN_FLAGS = 0x80800;

    /** {@code SYNC_FILE_RANGE_WRITE}: starts writing and waits for nothing; sync_file_range(2). */
    private static final int START_WRITING = 2;

    private static final MethodHandle OPEN = libc("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SYNC_FILE_RANGE =
            libc("sync_file_range", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    /** The upper layer that a sentry has open, if it has one. */
    public static Optional<UpperLayer> of(long sentry, Path directory) {
        Path open = Path.of("/proc", Long.toString(sentry), "fd");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(open)) {
            for (Path descriptor : descriptors) {
                var layer = new UpperLayer(descriptor, directory);
                if (layer.isOpen()) {
                    return Optional.of(layer);
                }
            }
        } catch (IOException gone) {
            // As good as a sentry without one.
        }
        return Optional.empty();
    }

    /** Bytes that it takes on the disk, holes left out; empty when the box is gone. */
    public OptionalLong bytes() {
        if (!isOpen()) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(STATX_SIZE, Long.BYTES);
            MemorySegment path = arena.allocateFrom(descriptor.toString());
            int failure = (int) STATX.invokeExact(AT_FDCWD, path, 0, STATX_BLOCKS, status);
            return failure == 0
                    ? OptionalLong.of(status.get(JAVA_LONG, BLOCKS_OFFSET) * BLOCK_BYTES)
                    : OptionalLong.empty();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Starts to write to the disk what was written to the file and is in memory only. Waits for no disk, unless that has more to
     * do than it can queue; nothing is made durable. Nothing happens if the box is gone.
     */
    public void startWriting() {
        if (!isOpen()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) OPEN.invokeExact(arena.allocateFrom(descriptor.toString()), OPEN_FLAGS);
            if (file >= 0) {
                int unused = (int) SYNC_FILE_RANGE.invokeExact(file, 0L, 0L, START_WRITING);
                int closed = (int) CLOSE.invokeExact(file);
            }
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static MethodHandle libc(String function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(function), descriptor);
    }

    /** Whether the number still stands for it, and for no later process's file. */
    private boolean isOpen() {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException gone) {
            return false;
        }
    }
}

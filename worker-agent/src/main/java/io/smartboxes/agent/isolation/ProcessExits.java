package io.smartboxes.agent.isolation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells at once when a process that is not our child ends: one thread waits on the pidfds of all of them.
 *
 * <p>Boxes are children of nobody here, because they outlive this process. The JDK's own {@code ProcessHandle.onExit} polls
 * such processes and takes a zombie for a living one.
 */
public final class ProcessExits implements AutoCloseable {

    private static final long SYS_PIDFD_OPEN = 434;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 1;
    private static final int EVENTS_PER_ROUND = 64;
    private static final int WAKE_MILLIS = 500;
    private static final int EINTR = 4;
    private static final int ESRCH = 3;

    /** struct epoll_event, which is packed on this architecture. */
    private static final StructLayout EVENT = MemoryLayout.structLayout(
            JAVA_INT.withName("events"), JAVA_LONG.withByteAlignment(4).withName("data"));

    private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL =
            function("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EPOLL_CREATE =
            function("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            function("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_WAIT =
            function("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int epoll;
    private final Map<Integer, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ProcessExits() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            epoll = (int) call(arena, "epoll_create1", errno -> (int) EPOLL_CREATE.invokeExact(errno, 0));
        }
        Thread.ofPlatform().daemon().name("process-exits").start(this::run);
    }

    /** Completes when the process ends; already complete if it is gone. */
    public CompletableFuture<Void> exitOf(long pid) throws IOException {
        var exit = new CompletableFuture<Void>();
        try (Arena arena = Arena.ofConfined()) {
            int pidfd;
            try {
                pidfd = (int)
                        call(arena, "pidfd_open", errno -> (long) SYSCALL.invokeExact(errno, SYS_PIDFD_OPEN, pid, 0L));
            } catch (NativeFailure failure) {
                if (failure.errno == ESRCH) {
                    exit.complete(null);
                    return exit;
                }
                throw failure;
            }
            waiting.put(pidfd, exit);
            MemorySegment event = arena.allocate(EVENT);
            event.set(JAVA_INT, 0, EPOLLIN);
            event.set(JAVA_LONG.withByteAlignment(4), 4, (long) pidfd);
            call(arena, "epoll_ctl", errno -> (int) EPOLL_CTL.invokeExact(errno, epoll, EPOLL_CTL_ADD, pidfd, event));
        }
        return exit;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        while (!closed) {
            // One round, one arena: what the calls of a round allocate goes with it.
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment events = arena.allocate(EVENT, EVENTS_PER_ROUND);
                int ready = waitForEvents(arena, events);
                for (int i = 0; i < ready; i++) {
                    ended(arena, (int) events.get(JAVA_LONG.withByteAlignment(4), EVENT.byteSize() * i + 4));
                }
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            waiting.keySet().forEach(pidfd -> close(arena, pidfd));
            close(arena, epoll);
        }
    }

    /**
     * The descriptor is taken out of the epoll set by name. Closing alone would leave it in while a child that the JVM is
     * just forking holds a copy: the next round would then find, and close, whatever has that number by then.
     */
    private void ended(Arena arena, int pidfd) {
        CompletableFuture<Void> exit = waiting.remove(pidfd);
        if (exit == null) {
            return;
        }
        try {
            call(arena, "epoll_ctl", errno ->
                    (int) EPOLL_CTL.invokeExact(errno, epoll, EPOLL_CTL_DEL, pidfd, MemorySegment.NULL));
        } catch (NativeFailure failure) {
            throw new IllegalStateException(failure);
        }
        close(arena, pidfd);
        exit.completeAsync(() -> null, Thread::startVirtualThread);
    }

    private int waitForEvents(Arena arena, MemorySegment events) {
        try {
            return (int) call(arena, "epoll_wait", errno ->
                    (int) EPOLL_WAIT.invokeExact(errno, epoll, events, EVENTS_PER_ROUND, WAKE_MILLIS));
        } catch (NativeFailure failure) {
            if (failure.errno == EINTR) {
                return 0;
            }
            throw new IllegalStateException(failure);
        }
    }

    private static void close(Arena arena, int descriptor) {
        try {
            call(arena, "close", errno -> (int) CLOSE.invokeExact(errno, descriptor));
        } catch (NativeFailure failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long call(Arena arena, String name, NativeCall call) throws NativeFailure {
        MemorySegment errno = arena.allocate(ERRNO);
        long result;
        try {
            result = call.invoke(errno);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (result < 0) {
            throw new NativeFailure(name, (int) ERRNO_VALUE.get(errno, 0L));
        }
        return result;
    }

    private static MethodHandle function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), signature, Linker.Option.captureCallState("errno"));
    }

    @FunctionalInterface
    private interface NativeCall {
        long invoke(MemorySegment errno) throws Throwable;
    }

    private static final class NativeFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final int errno;

        NativeFailure(String function, int errno) {
            super(function + " failed with error " + errno);
            this.errno = errno;
        }
    }
}

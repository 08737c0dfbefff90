/*
 * gvisor-sentry-prewarmer PROGRAM ARGV0 [ARGUMENT...]
 *
 * runsc starts this before the sentry, if it lies beside it. The sentry moves its standard streams to descriptors
 * 253-255 while many of its threads run already. The kernel then has to grow a descriptor table that is shared, and
 * waits for a grace period of every reader: tens of milliseconds. Grown here, while there is one thread, it costs
 * nothing, and exec keeps the size.
 *
 * It also shortens the turns that the sandbox's threads take on the CPU. A command inside a sandbox is a hundred handovers
 * between the sentry and the sandbox's own threads, and each waits for the end of the turn of whoever is on the CPU. With
 * the kernel's own turns (1.4 ms on two cores) a neighbour that never sleeps makes a command of 50 ms take 2 s; with these, 60 ms.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched/types.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The highest descriptor that the sentry moves a stream to (startingStdioFD + 2). */
#define HIGHEST_STREAM 255

/* One turn, in nanoseconds. Linux takes 0.1 to 100 ms for ordinary threads since 6.12; earlier ones ignore it. */
#define TURN_NANOS 200000

static void take_short_turns(void) {
    struct sched_attr attributes = {.size = sizeof attributes};
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) == 0) {
        attributes.sched_runtime = TURN_NANOS;
        /* Every thread and process that comes from this one inherits it. Without it the sandbox only waits longer. */
        (void)syscall(SYS_sched_setattr, 0, &attributes, 0);
    }
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: %s PROGRAM ARGV0 [ARGUMENT...]\n", argv[0]);
        return 2;
    }
    /* Only the table's growth matters: the copy is closed by exec, and a failure only makes the start slower. */
    (void)fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, HIGHEST_STREAM);
    take_short_turns();
    execv(argv[1], argv + 2);
    fprintf(stderr, "cannot run %s: %s\n", argv[1], strerror(errno));
    return 127;
}

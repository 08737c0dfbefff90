package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.FileRuntime;
import io.smartboxes.agent.testing.ManualClock;
import io.smartboxes.agent.testing.Templates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmPoolTest {

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock("boot");
    private final Timers timers = new Timers();
    private FileRuntime runtime;
    private Journal journal;
    private volatile Collection<TemplateBuild> hosted = List.of(Templates.base());
    private volatile long memoryMibFree = 100_000;

    @BeforeEach
    void prepare() {
        runtime = new FileRuntime(directory.resolve("boxes"));
        journal = Journal.open(directory.resolve("journal.db"), clock, failure -> {});
    }

    @AfterEach
    void close() {
        timers.close();
        journal.close();
    }

    private WarmPool pool(int sizeMin, int sizeMax, int bootsMax) {
        return new WarmPool(
                runtime,
                journal,
                clock,
                timers,
                new PoolLimits(sizeMin, sizeMax, bootsMax, 1, Duration.ZERO),
                () -> hosted,
                () -> memoryMibFree);
    }

    private static WarmPool.Taken get(CompletableFuture<WarmPool.Taken> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void fillsItselfHandsOutAndFillsAgain() throws Exception {
        WarmPool pool = pool(2, 2, 1);
        pool.open();
        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(2));

        WarmPool.Taken taken = get(pool.take(Templates.base()));

        assertThat(taken.warm()).isTrue();
        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(2));
        assertThat(runtime.onHost()).hasSize(3);
    }

    @Test
    void bootsForWhoeverWaitsInTurnAndOnlySoManyAtOnce() throws Exception {
        var gate = new Semaphore(0);
        var booting = new AtomicInteger();
        var bootingMax = new AtomicInteger();
        runtime.beforeBoot(id -> {
            bootingMax.accumulateAndGet(booting.incrementAndGet(), Math::max);
            gate.acquireUninterruptibly();
            booting.decrementAndGet();
        });
        WarmPool pool = pool(0, 0, 2);
        pool.open();

        CompletableFuture<WarmPool.Taken> first = pool.take(Templates.base());
        CompletableFuture<WarmPool.Taken> second = pool.take(Templates.base());
        CompletableFuture<WarmPool.Taken> third = pool.take(Templates.base());
        Eventually.holds(() -> assertThat(booting).hasValue(2));
        gate.release();
        CompletableFuture.anyOf(first, second).get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(third).isNotDone();
        gate.release(2);
        assertThat(get(first).warm()).isFalse();
        get(second);
        get(third);

        assertThat(bootingMax).hasValue(2);
    }

    @Test
    void keepsTheBoxOfOneWhoWentAway() throws Exception {
        var gate = new CountDownLatch(1);
        runtime.beforeBoot(id -> {
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        WarmPool pool = pool(1, 1, 1);
        pool.open();

        pool.take(Templates.base()).cancel(false);
        gate.countDown();

        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(1));
    }

    @Test
    void tellsWhoeverWaitsLongestThatNoBoxCouldBeBooted() throws Exception {
        runtime.beforeBoot(id -> {
            throw new RuntimeFailureException(RuntimeFailureException.Code.BOOT_FAILED, "As the test asked for");
        });
        WarmPool pool = pool(0, 0, 1);
        pool.open();

        assertThatThrownBy(() -> get(pool.take(Templates.base()))).hasMessageContaining("As the test asked for");
    }

    @Test
    void removesABoxThatDiesOnTheShelf() throws Exception {
        WarmPool pool = pool(1, 1, 1);
        pool.open();
        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(1));
        String died = runtime.onHost().iterator().next();

        runtime.die(new io.smartboxes.agent.runtime.RuntimeId(died), new BoxExit.Crashed("test"));

        Eventually.holds(() -> {
            assertThat(runtime.onHost()).hasSize(1).doesNotContain(died);
            assertThat(pool.warm()).isEqualTo(1);
        });
    }

    @Test
    void makesWayForMemoryThatSandboxesWerePromised() throws Exception {
        WarmPool pool = pool(2, 2, 1);
        pool.open();
        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(2));

        memoryMibFree = 600;
        Eventually.holds(() -> assertThat(runtime.onHost()).hasSize(1));
        memoryMibFree = -5;
        Eventually.holds(() -> assertThat(runtime.onHost()).isEmpty());
    }

    @Test
    void letsGoOfTheBoxesOfABuildThatIsNoLongerHosted() throws Exception {
        WarmPool pool = pool(1, 1, 1);
        pool.open();
        Eventually.holds(() -> assertThat(pool.warm()).isEqualTo(1));

        hosted = List.of(Templates.other());

        Eventually.holds(() -> {
            Box box = get(pool.take(Templates.other())).box();
            assertThat(box.template()).isEqualTo(Templates.other());
            assertThat(box.id().text()).isIn(runtime.onHost());
        });
    }
}

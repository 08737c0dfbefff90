package io.smartboxes.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.ManualClock;
import io.smartboxes.agent.testing.Templates;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Duration KEPT = Duration.ofHours(25);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock("boot-1");
    private final SandboxId id = AgentFixture.newSandbox();

    private Journal open(MonotonicClock with) {
        return Journal.open(directory.resolve("journal.db"), with, failure -> {
            throw failure;
        });
    }

    private static void write(Journal journal, JournalEntry... entries) {
        journal.write(AgentStep.ANSWER_JOURNALED, Durability.SYNCED, entries).join();
    }

    private static void purge(Journal journal, MonotonicClock at) {
        write(journal, new JournalEntry.TombstonesPurged(at.nanos() - KEPT.toNanos()));
    }

    private SandboxLine line() {
        return new SandboxLine(
                id,
                1,
                "tnt_1",
                "req_1",
                RuntimeId.random(new SecureRandom()),
                Templates.base(),
                SandboxLine.Phase.ASSIGNING,
                clock.boot(),
                77,
                1,
                null,
                true,
                null,
                null,
                null);
    }

    private JournalEntry.ReportAdded report() {
        return new JournalEntry.ReportAdded(Report.newBuilder().setSandboxId(id.toString()));
    }

    private Tombstone tombstone(long epoch) {
        return new Tombstone(id, epoch, "rt", "api:kill", "Ended.", 5);
    }

    @Test
    void remembersASandboxThroughItsLife() {
        SandboxLine assigned = line();
        try (Journal journal = open(clock)) {
            write(journal, new JournalEntry.Assigned(assigned));
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.initialContent().sandboxes()).containsExactly(assigned);
            write(
                    journal,
                    new JournalEntry.Started(id, 1, 500),
                    new JournalEntry.Metered(id, 1, new MeterLine(0, 1_000, 0, null)),
                    new JournalEntry.Metered(id, 1, new MeterLine(3, 1_000, 180_000, 42L)),
                    new JournalEntry.DeadlineMoved(id, 1, 99, 4),
                    new JournalEntry.Stopping(id, 1, "api:kill", "Ended."));
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.initialContent().sandboxes()).singleElement().satisfies(line -> {
                assertThat(line.phase()).isEqualTo(SandboxLine.Phase.STOPPING);
                assertThat(line.startedNanos()).isEqualTo(500);
                assertThat(line.deadlineNanos()).isEqualTo(99);
                assertThat(line.deadlineRevision()).isEqualTo(4);
                assertThat(line.cause()).isEqualTo("api:kill");
                assertThat(line.meter()).isEqualTo(new MeterLine(3, 1_000, 180_000, 42L));
            });
            write(journal, new JournalEntry.Ended(tombstone(1)));
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.initialContent().sandboxes()).isEmpty();
            assertThat(journal.tombstone(id)).contains(tombstone(1));
        }
    }

    @Test
    void takesABoxOffThePoolsListWhenItIsAssigned() {
        SandboxLine assigned = line();
        var warm = new WarmLine(assigned.runtimeId(), Templates.base(), clock.boot());
        try (Journal journal = open(clock)) {
            write(journal, new JournalEntry.WarmAdded(warm));
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.initialContent().warm()).containsExactly(warm);
            write(journal, new JournalEntry.Assigned(assigned));
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.initialContent().warm()).isEmpty();
        }
    }

    @Test
    void numbersReportsWithoutGapsAndKeepsThemUntilAcknowledged() {
        try (Journal journal = open(clock)) {
            write(journal, report(), report(), report());
            journal.acknowledge(2);
        }
        try (Journal journal = open(clock)) {
            assertThat(journal.newestReport()).isEqualTo(3);
            assertThat(journal.unacknowledged().keySet()).containsExactly(3L);
            journal.acknowledge(3);
            write(journal, report());
            assertThat(journal.unacknowledged().keySet()).containsExactly(4L);
        }
    }

    @Test
    void showsReportsInOrderWhoeverWritesThem() throws Exception {
        List<Long> shown = new ArrayList<>();
        try (Journal journal = open(clock)) {
            journal.onReports(() -> journal.unacknowledged()
                    .tailMap(shown.isEmpty() ? 0L : shown.getLast() + 1)
                    .keySet()
                    .forEach(shown::add));
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                writers.add(Thread.ofVirtual().start(() -> {
                    for (int count = 0; count < 50; count++) {
                        journal.write(AgentStep.ANSWER_JOURNALED, Durability.WRITTEN, report())
                                .join();
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(shown)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
    }

    @Test
    void keepsTheNewestEndOfASandboxAndForgetsOldOnes() {
        try (Journal journal = open(clock)) {
            write(journal, new JournalEntry.Ended(tombstone(3)));
            write(journal, new JournalEntry.Ended(tombstone(2)));
            assertThat(journal.tombstone(id)).contains(tombstone(3));

            clock.advance(Duration.ofHours(24));
            purge(journal, clock);
            assertThat(journal.tombstone(id)).isPresent();
            clock.advance(Duration.ofHours(2));
            purge(journal, clock);
            assertThat(journal.tombstone(id)).isEmpty();
        }
    }

    @Test
    void isAnotherJournalAfterANewBootOfTheKernel() {
        String older;
        try (Journal journal = open(clock)) {
            older = journal.id();
            write(journal, new JournalEntry.Ended(tombstone(1)), report(), report(), report());
            journal.acknowledge(1);
        }
        var rebooted = new ManualClock("boot-2");
        String newer;
        try (Journal journal = open(rebooted)) {
            newer = journal.id();
            assertThat(newer).isNotEqualTo(older);
            assertThat(journal.unacknowledged().keySet()).containsExactly(1L, 2L);
            assertThat(journal.newestReport()).isEqualTo(2);
            // Laid at a time that means nothing now: kept for the whole time from here.
            rebooted.advance(Duration.ofHours(24));
            purge(journal, rebooted);
            assertThat(journal.tombstone(id)).isPresent();
        }
        try (Journal journal = open(rebooted)) {
            assertThat(journal.id()).isEqualTo(newer);
            assertThat(journal.unacknowledged()).hasSize(2);
        }
    }

    @Test
    void belongsToItsOwnerAlone() throws Exception {
        open(clock).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("journal.db"))))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhichFileCannotBeOpened() throws Exception {
        Files.writeString(directory.resolve("journal.db"), "This is not a database. ".repeat(100));

        assertThatThrownBy(() -> open(clock))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal.db");
    }
}

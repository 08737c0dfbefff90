package io.smartboxes.agent.journal;

import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;

/** One change to the journal. */
public sealed interface JournalEntry {

    /** A box now belongs to a sandbox; it is off the pool's list. */
    record Assigned(SandboxLine line) implements JournalEntry {}

    /** The sandbox runs. */
    record Started(SandboxId id, long epoch, long startedNanos) implements JournalEntry {}

    /** The deadline moved. */
    record DeadlineMoved(SandboxId id, long epoch, long deadlineNanos, long revision) implements JournalEntry {}

    /** The sandbox is being ended, for this reason and no later one. */
    record Stopping(SandboxId id, long epoch, String cause, String message) implements JournalEntry {}

    /** What the sandbox used is told up to here, by the reports of the same write. */
    record Metered(SandboxId id, long epoch, MeterLine line) implements JournalEntry {}

    /** Nothing of the sandbox is left. Replaces its line, if it had one. */
    record Ended(Tombstone tombstone) implements JournalEntry {}

    /** A box stands ready in the pool. */
    record WarmAdded(WarmLine line) implements JournalEntry {}

    /** A box of the pool is gone without having been handed out. */
    record WarmRemoved(RuntimeId id) implements JournalEntry {}

    /** Something to tell the control plane; the journal numbers it. */
    record ReportAdded(Report.Builder report) implements JournalEntry {}

    /** The control plane has every report up to this sequence. */
    record ReportsAcknowledged(long sequence) implements JournalEntry {}

    /** Tombstones laid before this reading of the monotonic clock may go. */
    record TombstonesPurged(long beforeNanos) implements JournalEntry {}
}

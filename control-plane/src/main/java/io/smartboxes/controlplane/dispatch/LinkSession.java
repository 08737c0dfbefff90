package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The sending side of one live stream: what was told by it, and when. The telling state is owned by the sender's thread. */
final class LinkSession {

    private final WorkerStream stream;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Map<SandboxId, Told> told = new HashMap<>();

    LinkSession(Opened opened, Inbox inbox, Outbox outbox) {
        this.stream = opened.stream();
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /** @param revision of the deadline, so that a newer one is told at once */
    private record Told(Unsettled.Command command, long epoch, long revision, long atNanos) {

        boolean same(Unsettled row) {
            return command == row.due() && epoch == row.epoch() && revision == row.wantedEndRevision();
        }
    }

    /** Whether a command is due. */
    enum Due {
        FIRST,
        AGAIN,
        NOT_YET
    }

    WorkerId worker() {
        return stream.worker();
    }

    WorkerStream stream() {
        return stream;
    }

    /** Whether the row's command has to be told now, seen from what was told by this stream. */
    Due due(Unsettled row, Duration resendAfter, long nowNanos) {
        Told last = told.get(row.id());
        if (last == null || !last.same(row)) {
            return Due.FIRST;
        }
        return nowNanos - last.atNanos() >= resendAfter.toNanos() ? Due.AGAIN : Due.NOT_YET;
    }

    boolean isReady() {
        return outbox.isReady();
    }

    void tell(Unsettled row, ToWorker command, long nowNanos) {
        outbox.send(command);
        told.put(row.id(), new Told(row.due(), row.epoch(), row.wantedEndRevision(), nowNanos));
    }

    /** Tells what another reconciler keeps account of. */
    void say(ToWorker message) {
        outbox.send(message);
    }

    /** Forgets what is settled. */
    void keepOnly(Collection<SandboxId> unsettled) {
        told.keySet().retainAll(unsettled);
    }

    /** A newer stream of the worker is here. */
    void supersede() {
        inbox.end(Status.ABORTED.withDescription("A newer stream of this worker has taken over"));
    }

    /** This replica is going down. */
    void shutDown() {
        inbox.end(Status.UNAVAILABLE.withDescription("This replica is shutting down; connect again"));
    }
}

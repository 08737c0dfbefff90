package io.smartboxes.controlplane.testing;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.smartboxes.workerlink.Capacity;
import io.smartboxes.workerlink.DeadlineSet;
import io.smartboxes.workerlink.Ended;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Heartbeat;
import io.smartboxes.workerlink.HeldSandbox;
import io.smartboxes.workerlink.HeldState;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.HostedTemplate;
import io.smartboxes.workerlink.LocateRequest;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.ReadLog;
import io.smartboxes.workerlink.Refused;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.Runtime;
import io.smartboxes.workerlink.SetDeadline;
import io.smartboxes.workerlink.StartFailed;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.Started;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.TicketAnswer;
import io.smartboxes.workerlink.TicketState;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.UsageInterval;
import io.smartboxes.workerlink.WorkerLinkGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A worker without sandboxes, over the real link: it keeps a journal, fences by epoch, answers repeated commands as before and
 * replays what is not acknowledged, as the contract asks. A test may make it fall silent, refuse, forget or lie.
 */
public final class FakeWorker implements AutoCloseable {

    /** How it takes a Start. */
    public enum Manner {
        OBEYS,
        /** Hears and remembers commands, does and says nothing. */
        IGNORES,
        REFUSES_RETRYABLY,
        REFUSES_FOR_GOOD
    }

    private record Held(long epoch, long deadlineRevision) {}

    private final FakeWorkerIdentity identity;
    private Hello.Builder description;
    private volatile Manner manner = Manner.OBEYS;
    private volatile TicketState granting = TicketState.TICKET_STATE_GRANTED;
    private volatile Function<ReadLog, Optional<LogPage>> logs = question -> Optional.empty();

    private final Map<String, Held> held = new LinkedHashMap<>();
    private final Map<String, Report> tombstones = new HashMap<>();
    private final NavigableMap<Long, Report> journal = new TreeMap<>();
    private final List<ToWorker> heard = new ArrayList<>();
    private final Set<String> everStarted = new HashSet<>();
    private final Map<String, List<UsageInterval>> used = new HashMap<>();
    private long sequence;
    private int doubleStarts;
    private volatile long clockAheadMillis;

    private @Nullable ManagedChannel channel;
    private @Nullable Stream stream;

    public FakeWorker(FakeWorkerIdentity identity) {
        this.identity = identity;
        this.description = Hello.newBuilder()
                .setProtocolVersion(1)
                .setWorkerId(identity.workerId())
                .setAgentVersion("fake")
                .setAgentInstance(UUID.randomUUID().toString())
                .setJournalId(UUID.randomUUID().toString())
                .setRuntime(Runtime.RUNTIME_GVISOR)
                .setPeerAddress("127.0.0.1:9")
                .setCapacity(capacity(20))
                .addTemplates(HostedTemplate.newBuilder().setName("base").setBuild("0".repeat(64)));
    }

    /** Room for so many sandboxes of the base template. */
    public static Capacity capacity(int sandboxes) {
        return Capacity.newBuilder()
                .setSandboxesTotal(sandboxes)
                .setVcpuMillisTotal(2000L * sandboxes)
                .setMemoryMibTotal(512L * sandboxes)
                .setDiskMibTotal(5120L * sandboxes)
                .build();
    }

    public String id() {
        return identity.workerId();
    }

    /** Changes what its next Hello says. */
    public synchronized FakeWorker describe(UnaryOperator<Hello.Builder> change) {
        description = change.apply(description);
        return this;
    }

    public FakeWorker behave(Manner next) {
        manner = next;
        return this;
    }

    /** What it answers to tickets for terminals from now on; unspecified is no answer. */
    public FakeWorker answerTickets(TicketState answer) {
        granting = answer;
        return this;
    }

    /** Dials and says Hello; the stream it had is closed first. */
    public synchronized FakeWorker connect(int port) {
        disconnect();
        channel = identity.dial(port);
        stream = new Stream();
        WorkerLinkGrpc.newStub(channel).connect(stream);
        Hello.Builder hello = description.clone().clearSandboxes();
        held.forEach((sandbox, lease) -> hello.addSandboxes(heldSandbox(sandbox, lease)));
        stream.say(FromWorker.newBuilder()
                .setHello(hello.setNewestReport(sequence))
                .build());
        return this;
    }

    /** Connects and waits for the Welcome. */
    public FakeWorker connected(int port) {
        connect(port);
        awaitHeard("Welcome", ToWorker::hasWelcome);
        return this;
    }

    /** Hangs up. */
    public synchronized void disconnect() {
        if (stream != null) {
            stream.hangUp();
            stream = null;
        }
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
    }

    @Override
    public void close() {
        ManagedChannel closing;
        synchronized (this) {
            closing = channel;
            disconnect();
        }
        if (closing != null) {
            try {
                closing.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Loses its disk: sandboxes, tombstones and journal. */
    public synchronized void loseEverything() {
        held.clear();
        tombstones.clear();
        journal.clear();
        sequence = 0;
        description.setJournalId(UUID.randomUUID().toString());
    }

    /** Loses its sandboxes, not its journal, and does not know why. */
    public synchronized void forgetSandboxes() {
        held.clear();
    }

    /** Loses one sandbox and does not know why. */
    public synchronized void forget(String sandbox) {
        held.remove(sandbox);
    }

    public synchronized Set<String> sandboxes() {
        return Set.copyOf(held.keySet());
    }

    /** The epoch under which it holds each of its sandboxes. */
    public synchronized Map<String, Long> epochs() {
        var epochs = new HashMap<String, Long>();
        held.forEach((sandbox, lease) -> epochs.put(sandbox, lease.epoch()));
        return epochs;
    }

    /** How often it was made to start something that it was already running, or had run, under another epoch. */
    public synchronized int doubleStarts() {
        return doubleStarts;
    }

    /** How many different sandboxes it has started. */
    public synchronized int startedInAll() {
        return everStarted.size();
    }

    /** Everything that it was told, in order. */
    public synchronized List<ToWorker> heard() {
        return List.copyOf(heard);
    }

    public synchronized void forgetHeard() {
        heard.clear();
    }

    /** Waits to be told such a thing. */
    public ToWorker awaitHeard(String what, Predicate<ToWorker> matches) {
        return Eventually.found(
                "worker was told " + what,
                () -> heard().stream().filter(matches).findFirst());
    }

    /** Waits for its stream to be ended by the other side, and tells how. */
    public Status awaitEnd() {
        Stream current = stream;
        return Eventually.found(
                "the stream ended", () -> Optional.ofNullable(current).map(open -> open.ended));
    }

    public boolean isConnected() {
        Stream current = stream;
        return current != null && current.ended == null;
    }

    /** Ends a sandbox by itself. */
    public synchronized void end(String sandbox, String cause) {
        Held lease = held.remove(sandbox);
        if (lease == null) {
            throw new IllegalStateException("not held: " + sandbox);
        }
        ended(sandbox, lease.epoch(), cause);
    }

    public void heartbeat(Capacity capacity) {
        say(FromWorker.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setCapacity(capacity))
                .build());
    }

    public void locate(long request, String sandbox) {
        say(FromWorker.newBuilder()
                .setLocate(LocateRequest.newBuilder().setRequest(request).setSandboxId(sandbox))
                .build());
    }

    public void askHolders(long request, String... sandboxes) {
        say(FromWorker.newBuilder()
                .setHolders(HoldersRequest.newBuilder().setRequest(request).addAllSandboxIds(List.of(sandboxes)))
                .build());
    }

    /** Says anything at all. */
    public synchronized void say(FromWorker message) {
        if (stream != null) {
            stream.say(message);
        }
    }

    /** From now on its wall clock is wrong by so much. */
    public FakeWorker clockAhead(Duration by) {
        clockAheadMillis = by.toMillis();
        return this;
    }

    /** Tells the next stretch of a sandbox of the base template that it holds, so many milliseconds long, half of it busy. */
    public synchronized Report use(String sandbox, long millis) {
        List<UsageInterval> before = used.computeIfAbsent(sandbox, key -> new ArrayList<>());
        long from = before.isEmpty() ? 0 : before.getLast().getToMillis();
        UsageInterval next = stretch(before.size() + 1, from, from + millis);
        before.add(next);
        return report(
                Report.newBuilder().setUsage(next), sandbox, held.get(sandbox).epoch());
    }

    /** What a sandbox of the base template uses in that time. */
    public static UsageInterval stretch(long number, long fromMillis, long toMillis) {
        long millis = toMillis - fromMillis;
        return UsageInterval.newBuilder()
                .setSequence(number)
                .setFromMillis(fromMillis)
                .setToMillis(toMillis)
                .setVcpuMillis(2 * millis)
                .setMemoryMibMillis(512 * millis)
                .setDiskMibMillis(5120 * millis)
                .setCpuUsedMillis(millis / 2)
                .build();
    }

    /** Every stretch that it ever told with {@link #use}, by sandbox. */
    public synchronized Map<String, List<UsageInterval>> used() {
        var copy = new HashMap<String, List<UsageInterval>>();
        used.forEach((sandbox, stretches) -> copy.put(sandbox, List.copyOf(stretches)));
        return copy;
    }

    /** Its host is booted anew with nothing lost: what is not acknowledged gets numbers from one, in another journal. */
    public synchronized void renumberJournal() {
        List<Report> kept = List.copyOf(journal.values());
        journal.clear();
        sequence = 0;
        description.setJournalId(UUID.randomUUID().toString());
        kept.forEach(report ->
                journal.put(++sequence, report.toBuilder().setSequence(sequence).build()));
    }

    /** Appends a report to the journal and sends it. */
    public synchronized Report report(Report.Builder event, String sandbox, long epoch) {
        Report report = event.setSequence(++sequence)
                .setSandboxId(sandbox)
                .setEpoch(epoch)
                .setAtMillis(System.currentTimeMillis() + clockAheadMillis)
                .build();
        journal.put(sequence, report);
        say(FromWorker.newBuilder().setReport(report).build());
        return report;
    }

    private synchronized void handle(ToWorker message) {
        heard.add(message);
        switch (message.getMessageCase()) {
            case WELCOME -> welcomed(message);
            case REPORT_ACK ->
                journal.headMap(message.getReportAck().getSequence(), true).clear();
            case START -> start(message.getStart());
            case STOP -> stop(message.getStop());
            case SET_DEADLINE -> setDeadline(message.getSetDeadline());
            case GRANT_TICKET ->
                answer(
                        message.getGrantTicket().getTicketId(),
                        message.getGrantTicket().getSandboxId(),
                        granting);
            case REVOKE_TICKET ->
                answer(
                        message.getRevokeTicket().getTicketId(),
                        message.getRevokeTicket().getSandboxId(),
                        TicketState.TICKET_STATE_OVER);
            case READ_LOG -> readLog(message.getReadLog());
            case LOCATION, HOLDERS, MESSAGE_NOT_SET -> {}
        }
    }

    private void readLog(ReadLog question) {
        logs.apply(question)
                .ifPresent(page -> say(FromWorker.newBuilder()
                        .setLogPage(page.toBuilder().setRequestId(question.getRequestId()))
                        .build()));
    }

    /** What it answers to questions about logs from now on; empty is no answer. */
    public FakeWorker answerLogs(Function<ReadLog, Optional<LogPage>> answers) {
        logs = answers;
        return this;
    }

    /** Says what has become of a ticket. */
    public void answer(String ticket, String sandbox, TicketState state) {
        if (state != TicketState.TICKET_STATE_UNSPECIFIED) {
            say(FromWorker.newBuilder()
                    .setTicketAnswer(TicketAnswer.newBuilder()
                            .setTicketId(ticket)
                            .setSandboxId(sandbox)
                            .setState(state))
                    .build());
        }
    }

    private void welcomed(ToWorker message) {
        for (Refused refused : message.getWelcome().getRefusedList()) {
            held.remove(refused.getSandboxId());
        }
        journal.values()
                .forEach(report -> say(FromWorker.newBuilder().setReport(report).build()));
    }

    private void start(StartSandbox start) {
        String sandbox = start.getSandboxId();
        Report tombstone = tombstones.get(sandbox + "/" + start.getEpoch());
        if (tombstone != null) {
            repeat(tombstone);
            return;
        }
        switch (manner) {
            case OBEYS -> started(start);
            case REFUSES_RETRYABLY -> refuse(start, true);
            case REFUSES_FOR_GOOD -> refuse(start, false);
            case IGNORES -> {}
        }
    }

    private void started(StartSandbox start) {
        Held before = held.get(start.getSandboxId());
        if (before == null || before.epoch() < start.getEpoch()) {
            if (!everStarted.add(start.getSandboxId())) {
                doubleStarts++;
            }
            held.put(start.getSandboxId(), new Held(start.getEpoch(), start.getDeadlineRevision()));
        } else if (before.epoch() > start.getEpoch()) {
            return;
        }
        report(
                Report.newBuilder()
                        .setStarted(Started.newBuilder()
                                .setRuntimeId("rt-" + start.getSandboxId())
                                .setRemainingMillis(start.getTimeToLiveMillis())
                                .setDeadlineRevision(start.getDeadlineRevision())),
                start.getSandboxId(),
                start.getEpoch());
    }

    private void refuse(StartSandbox start, boolean retryable) {
        Report report = report(
                Report.newBuilder()
                        .setStartFailed(StartFailed.newBuilder()
                                .setCode("test:refused")
                                .setMessage("Not today.")
                                .setRetryable(retryable)),
                start.getSandboxId(),
                start.getEpoch());
        tombstones.put(start.getSandboxId() + "/" + start.getEpoch(), report);
    }

    private void stop(StopSandbox stop) {
        if (manner == Manner.IGNORES) {
            return;
        }
        Report tombstone = tombstones.get(stop.getSandboxId() + "/" + stop.getEpoch());
        if (tombstone != null) {
            repeat(tombstone);
            return;
        }
        Held lease = held.get(stop.getSandboxId());
        if (lease != null && lease.epoch() != stop.getEpoch()) {
            return;
        }
        held.remove(stop.getSandboxId());
        ended(stop.getSandboxId(), stop.getEpoch(), stop.getCause());
    }

    private void ended(String sandbox, long epoch, String cause) {
        Report report = report(
                Report.newBuilder().setEnded(Ended.newBuilder().setCause(cause).setLivedMillis(1)), sandbox, epoch);
        tombstones.put(sandbox + "/" + epoch, report);
    }

    private void repeat(Report tombstone) {
        report(tombstone.toBuilder(), tombstone.getSandboxId(), tombstone.getEpoch());
    }

    private void setDeadline(SetDeadline command) {
        Held lease = held.get(command.getSandboxId());
        if (manner == Manner.IGNORES || lease == null || lease.epoch() != command.getEpoch()) {
            return;
        }
        held.put(
                command.getSandboxId(),
                new Held(lease.epoch(), Math.max(lease.deadlineRevision(), command.getRevision())));
        report(
                Report.newBuilder()
                        .setDeadlineSet(DeadlineSet.newBuilder()
                                .setRevision(command.getRevision())
                                .setRemainingMillis(command.getTimeToLiveMillis())),
                command.getSandboxId(),
                command.getEpoch());
    }

    private static HeldSandbox heldSandbox(String sandbox, Held lease) {
        return HeldSandbox.newBuilder()
                .setSandboxId(sandbox)
                .setEpoch(lease.epoch())
                .setRuntimeId("rt-" + sandbox)
                .setState(HeldState.HELD_STATE_RUNNING)
                .setDeadlineRevision(lease.deadlineRevision())
                .build();
    }

    /** One stream. What comes after it was hung up is not handled. */
    private final class Stream implements ClientResponseObserver<FromWorker, ToWorker> {

        private @Nullable ClientCallStreamObserver<FromWorker> out;
        private boolean hungUp;
        private volatile @Nullable Status ended;

        @Override
        public void beforeStart(ClientCallStreamObserver<FromWorker> call) {
            out = call;
        }

        @Override
        public void onNext(ToWorker message) {
            synchronized (FakeWorker.this) {
                if (!hungUp) {
                    handle(message);
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            ended = Status.OK;
        }

        void say(FromWorker message) {
            if (out != null && ended == null && !hungUp) {
                try {
                    out.onNext(message);
                } catch (IllegalStateException over) {
                    // It ended a moment ago; the journal keeps what matters.
                }
            }
        }

        void hangUp() {
            hungUp = true;
            if (out != null) {
                out.cancel("hung up", null);
            }
        }
    }
}

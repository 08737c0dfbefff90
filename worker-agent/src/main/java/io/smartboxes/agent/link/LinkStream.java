package io.smartboxes.agent.link;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.workerlink.Capacity;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Heartbeat;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.HolderLists;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.LocateRequest;
import io.smartboxes.workerlink.Location;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.Sample;
import io.smartboxes.workerlink.TicketAnswer;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.Welcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream, from Hello to its end. Reports go out in the order of their sequence, each once per stream, and not before the
 * Welcome.
 */
final class LinkStream implements ClientResponseObserver<FromWorker, ToWorker> {

    private static final Logger LOG = LoggerFactory.getLogger(LinkStream.class);

    private final Commands commands;
    private final LogReads logs;
    private final Journal journal;
    private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Location>> locations = new ConcurrentHashMap<>();
    private final AtomicLong locateRequests = new AtomicLong();
    private final Map<Long, CompletableFuture<HolderLists>> holderLists = new ConcurrentHashMap<>();
    private final AtomicLong holdersRequests = new AtomicLong();

    private final Object sending = new Object();
    private @Nullable ClientCallStreamObserver<FromWorker> out;
    private boolean welcomed;
    private long sentUpTo;

    private final Object handling = new Object();
    private boolean closed;

    LinkStream(Commands commands, LogReads logs, Journal journal) {
        this.commands = commands;
        this.logs = logs;
        this.journal = journal;
    }

    /** The control plane's answer to the Hello; fails when the stream ends before. */
    CompletableFuture<Welcome> welcome() {
        return welcome;
    }

    /** Completes when the stream is over, normally or with the reason. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<FromWorker> stream) {
        synchronized (sending) {
            out = stream;
        }
    }

    void hello(Hello hello) {
        send(FromWorker.newBuilder().setHello(hello).build());
        AgentStep.ADOPT_HELLO_SENT.reach();
    }

    void heartbeat(Capacity capacity, List<Sample> samples) {
        send(FromWorker.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder().setCapacity(capacity).addAllSamples(samples))
                .build());
    }

    /** Sends what the journal has and this stream has not sent yet. */
    void sendReports() {
        synchronized (sending) {
            if (!welcomed) {
                return;
            }
            boolean any = false;
            for (Report report : journal.unacknowledged().tailMap(sentUpTo + 1).values()) {
                send(FromWorker.newBuilder().setReport(report).build());
                sentUpTo = report.getSequence();
                any = true;
            }
            if (any) {
                AgentStep.REPORT_SENT.reach();
            }
        }
    }

    /** Says what has become of a ticket. One that is lost is asked for again. */
    void ticketAnswer(TicketAnswer answer) {
        send(FromWorker.newBuilder().setTicketAnswer(answer).build());
    }

    private void logPage(LogPage page) {
        send(FromWorker.newBuilder().setLogPage(page).build());
    }

    /** Asks where a sandbox is; fails when the stream ends before the answer. */
    CompletableFuture<Location> locate(String sandboxId) {
        long request = locateRequests.incrementAndGet();
        var answer = new CompletableFuture<Location>();
        locations.put(request, answer);
        var unused = answer.whenComplete((location, failure) -> locations.remove(request));
        if (ended.isDone()) {
            answer.completeExceptionally(new IllegalStateException("The link is down"));
        } else {
            send(FromWorker.newBuilder()
                    .setLocate(LocateRequest.newBuilder().setRequest(request).setSandboxId(sandboxId))
                    .build());
        }
        return answer;
    }

    /** Asks who may enter sandboxes; fails when the stream ends before the answer. */
    CompletableFuture<HolderLists> holders(List<String> sandboxIds) {
        long request = holdersRequests.incrementAndGet();
        var answer = new CompletableFuture<HolderLists>();
        holderLists.put(request, answer);
        var unused = answer.whenComplete((lists, failure) -> holderLists.remove(request));
        if (ended.isDone()) {
            answer.completeExceptionally(new IllegalStateException("The link is down"));
        } else {
            send(FromWorker.newBuilder()
                    .setHolders(HoldersRequest.newBuilder().setRequest(request).addAllSandboxIds(sandboxIds))
                    .build());
        }
        return answer;
    }

    @Override
    public void onNext(ToWorker message) {
        synchronized (handling) {
            if (closed) {
                return;
            }
            try {
                handle(message);
            } catch (IllegalArgumentException malformed) {
                LOG.warn(
                        "event=command-malformed kind={} message=\"{}\"",
                        message.getMessageCase(),
                        malformed.getMessage());
            }
        }
    }

    private void handle(ToWorker message) {
        switch (message.getMessageCase()) {
            case WELCOME -> welcomed(message.getWelcome());
            case START -> commands.start(message.getStart());
            case STOP -> commands.stop(message.getStop());
            case SET_DEADLINE -> commands.setDeadline(message.getSetDeadline());
            case REPORT_ACK -> journal.acknowledge(message.getReportAck().getSequence());
            case GRANT_TICKET -> ticketAnswer(commands.grant(message.getGrantTicket()));
            case REVOKE_TICKET -> ticketAnswer(commands.revoke(message.getRevokeTicket()));
            case READ_LOG -> logs.read(message.getReadLog(), this::logPage);
            case LOCATION -> located(message.getLocation());
            case HOLDERS -> told(message.getHolders());
            case MESSAGE_NOT_SET -> LOG.warn("event=command-unknown: the control plane is newer than this agent");
        }
    }

    private void welcomed(Welcome message) {
        commands.welcome(message);
        AgentStep.ADOPT_WELCOMED.reach();
        synchronized (sending) {
            welcomed = true;
        }
        sendReports();
        welcome.complete(message);
    }

    private void located(Location location) {
        CompletableFuture<Location> asked = locations.get(location.getRequest());
        if (asked != null) {
            asked.complete(location);
        }
    }

    private void told(HolderLists lists) {
        CompletableFuture<HolderLists> asked = holderLists.get(lists.getRequest());
        if (asked != null) {
            asked.complete(lists);
        }
    }

    @Override
    public void onError(Throwable failure) {
        finish(failure);
    }

    @Override
    public void onCompleted() {
        finish(new IllegalStateException("The control plane ended the stream"));
    }

    private void finish(Throwable reason) {
        welcome.completeExceptionally(reason);
        ended.completeExceptionally(reason);
        locations.values().forEach(answer -> answer.completeExceptionally(reason));
        holderLists.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    /** Ends the stream. When this returns, nothing that came over it is being handled any more. */
    void close(String reason) {
        synchronized (handling) {
            closed = true;
        }
        synchronized (sending) {
            welcomed = false;
            if (out != null) {
                out.cancel(reason, null);
            }
        }
        finish(new IllegalStateException(reason));
    }

    private void send(FromWorker message) {
        synchronized (sending) {
            if (out != null && !ended.isDone()) {
                try {
                    out.onNext(message);
                } catch (IllegalStateException over) {
                    // The call ended a moment ago; onError tells, and what was a report stays in the journal.
                    LOG.debug("Stream over while sending", over);
                }
            }
        }
    }
}

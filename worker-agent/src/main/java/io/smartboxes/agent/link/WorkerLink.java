package io.smartboxes.agent.link;

import io.grpc.ManagedChannel;
import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.log.Logs;
import io.smartboxes.agent.supervisor.Supervisor;
import io.smartboxes.agent.supervisor.TemplateCatalogue;
import io.smartboxes.agent.terminal.Terminals;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Holder;
import io.smartboxes.workerlink.Location;
import io.smartboxes.workerlink.SandboxHolders;
import io.smartboxes.workerlink.TicketAnswer;
import io.smartboxes.workerlink.TicketState;
import io.smartboxes.workerlink.Welcome;
import io.smartboxes.workerlink.WorkerLinkGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a stream to the control plane open for as long as the agent lives. */
public final class WorkerLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLink.class);
    private static final Duration WELCOME_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOCATE_WITHIN = Duration.ofSeconds(2);
    private static final Duration HOLDERS_WITHIN = Duration.ofSeconds(2);

    /** In one question; the control plane answers no longer one. */
    private static final int HOLDERS_ASKED_MAX = 200;

    /** With one heartbeat; the control plane takes no more. */
    private static final int SAMPLES_SENT_MAX = 2_000;

    private static final Duration HEARTBEAT_MIN = Duration.ofMillis(100);
    private static final Duration HEARTBEAT_MAX = Duration.ofMinutes(1);

    private final LinkChannels channels;
    private final WorkerIdentity identity;
    private final HelloComposer hello;
    private final Commands commands;
    private final LogReads logs;
    private final Supervisor supervisor;
    private final Journal journal;
    private final Terminals terminals;
    private final MonotonicClock clock;
    private final Backoff backoff = new Backoff(new SplittableRandom());
    private volatile @Nullable Thread loop;

    private volatile @Nullable LinkStream stream;
    private volatile boolean closed;
    private boolean failureLogged;

    public WorkerLink(
            LinkSettings settings,
            WorkerIdentity identity,
            Supervisor supervisor,
            Terminals terminals,
            Logs logs,
            Journal journal,
            TemplateCatalogue templates,
            MonotonicClock clock) {
        this.channels = new LinkChannels(settings);
        this.identity = identity;
        this.hello = new HelloComposer(identity.workerId(), supervisor, journal, templates);
        this.commands = new Commands(supervisor, terminals, clock);
        this.logs = new LogReads(logs);
        this.terminals = terminals;
        this.supervisor = supervisor;
        this.journal = journal;
        this.clock = clock;
    }

    /** Begins to dial. The sandboxes of an earlier agent must have been taken back: the Hello names them. */
    public void start(AgentDescription description) {
        journal.onReports(this::sendReports);
        terminals.onTicketOver(this::ticketOver);
        loop = Thread.ofVirtual().name("link-loop").start(() -> keepConnected(description));
    }

    /** Asks the control plane where a sandbox is; fails within seconds when it does not answer. */
    public CompletableFuture<Location> locate(SandboxId id) {
        LinkStream current = stream;
        if (current == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("The link is down"));
        }
        return current.locate(id.toString()).orTimeout(LOCATE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ticketOver(String ticket, SandboxId sandbox) {
        LinkStream current = stream;
        if (current != null) {
            current.ticketAnswer(TicketAnswer.newBuilder()
                    .setTicketId(ticket)
                    .setSandboxId(sandbox.toString())
                    .setState(TicketState.TICKET_STATE_OVER)
                    .build());
        }
    }

    /**
     * Asks the control plane who may enter these sandboxes, and lets the supervisor know. Fails within seconds when it does not
     * answer.
     */
    public CompletableFuture<Void> refreshHolders(Collection<SandboxId> ids) {
        LinkStream current = stream;
        if (current == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("The link is down"));
        }
        var all = List.copyOf(ids);
        var answers = new ArrayList<CompletableFuture<Void>>();
        for (int from = 0; from < all.size(); from += HOLDERS_ASKED_MAX) {
            var some = all.subList(from, Math.min(from + HOLDERS_ASKED_MAX, all.size()));
            answers.add(refreshHolders(current, some));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> refreshHolders(LinkStream current, List<SandboxId> ids) {
        long asOf = clock.nanos();
        return current.holders(ids.stream().map(SandboxId::toString).toList())
                .orTimeout(HOLDERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(lists -> {
                    Map<String, List<Holder>> told = lists.getSandboxesList().stream()
                            .collect(Collectors.toMap(
                                    SandboxHolders::getSandboxId, SandboxHolders::getHoldersList, (one, two) -> one));
                    // Nobody may enter what the control plane does not call ours.
                    ids.forEach(id ->
                            supervisor.holders(id, TokenLists.of(told.getOrDefault(id.toString(), List.of()), asOf)));
                });
    }

    private void sendReports() {
        LinkStream current = stream;
        if (current != null) {
            current.sendReports();
        }
    }

    private void keepConnected(AgentDescription description) {
        try {
            while (!closed) {
                connectOnce(description);
                if (!closed) {
                    TimeUnit.NANOSECONDS.sleep(backoff.next().toNanos());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void connectOnce(AgentDescription description) throws InterruptedException {
        ManagedChannel channel = null;
        var current = new LinkStream(commands, logs, journal);
        try {
            channel = channels.asWorker(identity);
            var unused = WorkerLinkGrpc.newStub(channel).connect(current);
            stream = current;
            current.hello(hello.hello(description));
            Welcome welcome = current.welcome().get(WELCOME_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info(
                    "event=link-up workerId={} replicaId={} adopted={} refused={}",
                    identity.workerId(),
                    welcome.getReplicaId(),
                    welcome.getAdoptedCount(),
                    welcome.getRefusedCount());
            failureLogged = false;
            backoff.reset();
            heartbeatUntilEnded(current, interval(welcome));
        } catch (ExecutionException over) {
            down(String.valueOf(over.getCause()));
        } catch (TimeoutException silent) {
            down("No Welcome within " + WELCOME_WITHIN.toSeconds() + " s");
        } catch (IOException failure) {
            down(failure.getMessage());
        } finally {
            terminals.unheard();
            current.close("The worker dials anew");
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    private void heartbeatUntilEnded(LinkStream current, Duration interval)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                current.ended().get(interval.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException due) {
                current.heartbeat(hello.capacity(), supervisor.takeSamples(SAMPLES_SENT_MAX));
            }
        }
    }

    private static Duration interval(Welcome welcome) {
        long millis =
                Math.clamp(welcome.getHeartbeatIntervalMillis(), HEARTBEAT_MIN.toMillis(), HEARTBEAT_MAX.toMillis());
        return Duration.ofMillis(millis);
    }

    /** Once per outage: the worker dials every few seconds, and its sandboxes do not care. */
    private void down(@Nullable String reason) {
        if (!closed && !failureLogged) {
            failureLogged = true;
            LOG.warn("event=link-down workerId={} reason=\"{}\"", identity.workerId(), reason);
        }
    }

    /** Takes no more commands. Sandboxes go on; reports wait in the journal. */
    @Override
    public void close() {
        closed = true;
        LinkStream current = stream;
        if (current != null) {
            current.close("The worker's agent stops");
        }
        Thread dialling = loop;
        if (dialling != null) {
            dialling.interrupt();
        }
    }
}

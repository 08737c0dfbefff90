package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Rejected;
import io.smartboxes.controlplane.metrics.Sample;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.worker.Offer;
import io.smartboxes.controlplane.worker.WorkerRepository;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.LocateRequest;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.TicketAnswer;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a conversation with a worker needs done. Everything that must not be lost is tried until the database takes it. */
@Singleton
final class LinkDesk {

    private static final Logger LOG = LoggerFactory.getLogger(LinkDesk.class);

    private final HelloIntake hellos;
    private final Welcomes welcomes;
    private final ReportIntake reports;
    private final Locator locator;
    private final TicketIntake tickets;
    private final LogIntake logs;
    private final HolderDesk holders;
    private final SampleIntake samples;
    private final SystemDatabase database;
    private final WorkerRepository workers;
    private final LinkSessions sessions;
    private final NudgeBus nudges;
    private final LinkCounters counters;
    private final LinkConfig config;
    private final InstantSource clock;

    LinkDesk(
            HelloIntake hellos,
            Welcomes welcomes,
            ReportIntake reports,
            Locator locator,
            TicketIntake tickets,
            LogIntake logs,
            HolderDesk holders,
            SampleIntake samples,
            SystemDatabase database,
            WorkerRepository workers,
            LinkSessions sessions,
            NudgeBus nudges,
            LinkCounters counters,
            LinkConfig config,
            InstantSource clock) {
        this.hellos = hellos;
        this.welcomes = welcomes;
        this.reports = reports;
        this.locator = locator;
        this.tickets = tickets;
        this.logs = logs;
        this.holders = holders;
        this.samples = samples;
        this.database = database;
        this.workers = workers;
        this.sessions = sessions;
        this.nudges = nudges;
        this.counters = counters;
        this.config = config;
        this.clock = clock;
    }

    HelloOutcome hello(Hello hello, Optional<X509Certificate> certificate) {
        return hellos.open(hello, certificate);
    }

    ToWorker welcome(Opened opened) {
        return welcomes.of(opened);
    }

    void refused(Rejected rejected) {
        counters.increment(LinkCounter.STREAMS_REFUSED);
        LOG.warn("a worker was refused: {}", rejected.status().getDescription());
    }

    void opened(LinkSession session) {
        LOG.info(
                "worker {} connected, stream {}",
                session.worker(),
                session.stream().number());
        sessions.opened(session);
        nudges.publish(DispatchTopics.CONNECTED, session.worker().toString());
        Failpoints.reach(DispatchFailpoint.WELCOME_AFTER_SEND);
    }

    void superseded(LinkSession session) {
        counters.increment(LinkCounter.STREAMS_SUPERSEDED);
    }

    void closed(LinkSession session) {
        LOG.info(
                "worker {} disconnected, stream {}",
                session.worker(),
                session.stream().number());
        sessions.closed(session);
        try {
            database.transaction(statements -> {
                workers.closeStream(statements, session.stream());
                return true;
            });
        } catch (RuntimeException away) {
            // Without it the worker counts as connected until it has been silent for long enough.
            LOG.debug("the end of stream {} was not noted", session.stream(), away);
        }
    }

    void take(WorkerStream stream, List<WorkerReport> batch, long upTo) throws InterruptedException {
        insist(stream, () -> reports.take(stream, batch, upTo));
    }

    void lose(WorkerStream stream, List<SeenSandbox> missing) throws InterruptedException {
        insist(stream, () -> reports.lose(stream, missing));
    }

    /** A heartbeat that cannot be noted is as good as one that did not come: the next one tells the same. */
    void heard(WorkerStream stream, Offer offer) {
        boolean holds;
        try {
            holds = database.transaction(statements -> workers.heard(statements, stream, offer, clock.instant()));
        } catch (RuntimeException away) {
            LOG.debug("a heartbeat of {} was not noted", stream, away);
            return;
        }
        if (!holds) {
            throw new StreamSuperseded(stream);
        }
    }

    /** What cannot be noted is lost. */
    void sampled(WorkerStream stream, List<Sample> said) {
        try {
            samples.take(stream.worker(), said);
        } catch (RuntimeException away) {
            LOG.debug("{} samples of {} were not noted", said.size(), stream, away);
        }
    }

    /** Without an answer from the database there is none for the worker: a wrong one would be believed. */
    Optional<ToWorker> locate(LocateRequest request) {
        try {
            return Optional.of(locator.answer(request));
        } catch (RuntimeException away) {
            LOG.debug("sandbox {} was not located", request.getSandboxId(), away);
            return Optional.empty();
        }
    }

    /** An answer that cannot be noted is asked for again. */
    void ticketAnswered(WorkerStream stream, TicketAnswer answer) {
        try {
            tickets.take(stream, answer);
        } catch (IllegalArgumentException malformed) {
            counters.increment(LinkCounter.REPORTS_MALFORMED);
        } catch (RuntimeException away) {
            LOG.debug("the answer about ticket {} was not noted", answer.getTicketId(), away);
        }
    }

    /** Whoever asked does not wait for ever. */
    void logRead(WorkerStream stream, LogPage page) {
        try {
            logs.take(stream, page);
        } catch (IllegalArgumentException malformed) {
            counters.increment(LinkCounter.REPORTS_MALFORMED);
        } catch (RuntimeException away) {
            LOG.debug("lines of a log were not noted", away);
        }
    }

    /** Without an answer from the database there is none for the worker, whose gateway goes by the last one. */
    Optional<ToWorker> holders(WorkerStream stream, HoldersRequest request) {
        try {
            return Optional.of(holders.answer(stream.worker(), request));
        } catch (RuntimeException away) {
            LOG.debug("who may enter sandboxes of {} was not told", stream, away);
            return Optional.empty();
        }
    }

    void count(LinkCounter counter) {
        counters.increment(counter);
    }

    /** Until the database takes it, no more is read from the worker, whose journal keeps the rest. */
    private void insist(WorkerStream stream, Runnable write) throws InterruptedException {
        boolean warned = false;
        while (true) {
            try {
                write.run();
                return;
            } catch (StreamSuperseded newer) {
                throw newer;
            } catch (RuntimeException failure) {
                if (!warned) {
                    LOG.warn("reports of {} wait for the database", stream, failure);
                    warned = true;
                }
                TimeUnit.NANOSECONDS.sleep(retryPause().toNanos());
            }
        }
    }

    private Duration retryPause() {
        return config.pollInterval();
    }
}

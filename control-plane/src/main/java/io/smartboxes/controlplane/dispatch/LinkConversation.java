package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Rejected;
import io.smartboxes.workerlink.FromWorker;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of one worker, from its first message to its end, on a thread of its own.
 *
 * <pre>
 *   waiting for Hello --accepted--> live --superseded, hung up, broke the protocol, shut down--> over
 *           |                                                                                     ^
 *           +--refused, or too slow---------------------------------------------------------------+
 * </pre>
 */
final class LinkConversation {

    private static final Logger LOG = LoggerFactory.getLogger(LinkConversation.class);
    private static final Duration HELLO_PATIENCE = Duration.ofSeconds(10);

    /** A worker that does not read for this long is cut off. */
    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);

    private final Inbox inbox;
    private final Outbox outbox;
    private final Optional<X509Certificate> certificate;
    private final LinkDesk desk;

    LinkConversation(Inbox inbox, Outbox outbox, Optional<X509Certificate> certificate, LinkDesk desk) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.certificate = certificate;
        this.desk = desk;
    }

    void run() {
        try {
            switch (hello(inbox.first(HELLO_PATIENCE))) {
                case Rejected rejected -> {
                    desk.refused(rejected);
                    outbox.close(rejected.status());
                }
                case Opened opened -> live(opened);
            }
        } catch (StreamEnded ended) {
            outbox.close(ended.status());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            outbox.close(Status.UNAVAILABLE);
        } catch (RuntimeException failure) {
            LOG.warn("a worker's stream failed", failure);
            outbox.close(Status.UNAVAILABLE.withDescription(
                    "The control plane cannot serve this stream now; connect again"));
        }
    }

    private HelloOutcome hello(FromWorker first) throws StreamEnded {
        if (!first.hasHello()) {
            throw new StreamEnded(
                    Status.FAILED_PRECONDITION.withDescription("The first message of a stream must be a Hello"));
        }
        return desk.hello(first.getHello(), certificate);
    }

    private void live(Opened opened) throws StreamEnded, InterruptedException {
        var session = new LinkSession(opened, inbox, outbox);
        outbox.send(desk.welcome(opened));
        var inwards = new InwardMessages(opened, outbox, desk);
        try {
            desk.opened(session);
            inwards.begin();
            while (true) {
                List<FromWorker> messages = inbox.next();
                inwards.handle(messages);
                requireReading();
                inbox.dealtWith(messages.size());
            }
        } catch (StreamSuperseded newer) {
            desk.superseded(session);
            throw new StreamEnded(Status.ABORTED.withDescription("A newer stream of this worker has taken over"));
        } finally {
            desk.closed(session);
        }
    }

    /** What answers its messages is bounded by what it reads. */
    private void requireReading() throws StreamEnded, InterruptedException {
        if (!outbox.awaitReady(READ_PATIENCE)) {
            throw new StreamEnded(Status.RESOURCE_EXHAUSTED.withDescription(
                    "The worker has not read for " + READ_PATIENCE.toSeconds() + " seconds"));
        }
    }
}

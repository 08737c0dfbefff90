package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.WorkerLinkGrpc.WorkerLinkImplBase;
import jakarta.inject.Singleton;

/** Takes workers' streams, from those who prove who they are. */
@Singleton
final class LinkEndpoint extends WorkerLinkImplBase {

    private final LinkDesk desk;
    private final LinkConfig config;

    LinkEndpoint(LinkDesk desk, LinkConfig config) {
        this.desk = desk;
        this.config = config;
    }

    @Override
    public StreamObserver<FromWorker> connect(StreamObserver<ToWorker> answers) {
        var call = (ServerCallStreamObserver<ToWorker>) answers;
        var certificate = CallerCertificate.current();
        var inbox = new Inbox(call);
        var outbox = new Outbox(call);
        call.setOnCancelHandler(() -> inbox.end(Status.CANCELLED));
        if (certificate.isEmpty() && !config.plaintext()) {
            outbox.close(Status.UNAUTHENTICATED.withDescription(
                    "The worker link needs a worker's certificate: enrol first"));
            return inbox;
        }
        Thread.ofVirtual().name("worker-link").start(new LinkConversation(inbox, outbox, certificate, desk)::run);
        return inbox;
    }
}

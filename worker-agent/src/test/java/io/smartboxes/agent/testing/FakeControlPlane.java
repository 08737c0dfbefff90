package io.smartboxes.agent.testing;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.smartboxes.workerlink.EnrolRequest;
import io.smartboxes.workerlink.EnrolResponse;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.HolderLists;
import io.smartboxes.workerlink.HoldersRequest;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.ReportAck;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.Welcome;
import io.smartboxes.workerlink.WorkerEnrolmentGrpc;
import io.smartboxes.workerlink.WorkerLinkGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A real gRPC server that speaks the worker link and does only what a test tells it to. */
public final class FakeControlPlane implements AutoCloseable {

    private static final int WITHIN_SECONDS = 30;
    private static final Duration QUIET = Duration.ofMillis(300);

    private final TestAuthority authority;
    private final @Nullable String certifiedAs;
    private final BlockingQueue<FromWorker> received = new LinkedBlockingQueue<>();
    private volatile Function<EnrolRequest, EnrolResponse> enrolment;
    private volatile String peerSubject = "";
    private volatile boolean acknowledges = true;
    private volatile Function<Hello, Welcome> welcome = hello -> Welcome.newBuilder()
            .setReplicaId("fake")
            .setHeartbeatIntervalMillis(100)
            .build();
    private volatile Function<HoldersRequest, HolderLists> holders =
            request -> HolderLists.newBuilder().setRequest(request.getRequest()).build();
    private volatile @Nullable StreamObserver<ToWorker> worker;
    private @Nullable Server server;
    private int port;

    public FakeControlPlane(TestAuthority authority, boolean tls) {
        this(authority, tls ? "127.0.0.1" : null);
    }

    /** One whose certificate is for that address; null is plain text. */
    public FakeControlPlane(TestAuthority authority, @Nullable String certifiedAs) {
        this.authority = authority;
        this.certifiedAs = certifiedAs;
        this.enrolment = request -> EnrolResponse.newBuilder()
                .setWorkerId("wkr_test")
                .setCertificate(ByteString.copyFrom(authority.signWorker(
                        request.getCertificateSigningRequest().toByteArray())))
                .setAuthority(ByteString.copyFrom(authority.der()))
                .build();
    }

    /** Listens on a random port, or again on the one it had. */
    public FakeControlPlane start() throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        if (certifiedAs != null) {
            builder.sslContext(authority.serverContext(certifiedAs));
        }
        server = serving(builder).build().start();
        port = server.getPort();
        return this;
    }

    private ServerBuilder<?> serving(ServerBuilder<?> builder) {
        return builder.intercept(new PeerNoticed())
                .addService(new WorkerEnrolmentGrpc.WorkerEnrolmentImplBase() {
                    @Override
                    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> answer) {
                        try {
                            answer.onNext(enrolment.apply(request));
                            answer.onCompleted();
                        } catch (RuntimeException refused) {
                            answer.onError(refused);
                        }
                    }
                })
                .addService(new WorkerLinkGrpc.WorkerLinkImplBase() {
                    @Override
                    public StreamObserver<FromWorker> connect(StreamObserver<ToWorker> toWorker) {
                        return new Stream(toWorker);
                    }
                });
    }

    private final class PeerNoticed implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                peerSubject = session == null ? "" : session.getPeerPrincipal().getName();
            } catch (SSLPeerUnverifiedException anonymous) {
                peerSubject = "";
            }
            return next.startCall(call, headers);
        }
    }

    /** Whose certificate the latest caller showed; empty when none. */
    public String peerSubject() {
        return peerSubject;
    }

    private final class Stream implements StreamObserver<FromWorker> {
        private final StreamObserver<ToWorker> toWorker;

        Stream(StreamObserver<ToWorker> toWorker) {
            this.toWorker = toWorker;
        }

        @Override
        public void onNext(FromWorker message) {
            if (message.hasHello()) {
                worker = toWorker;
            }
            received.add(message);
            switch (message.getMessageCase()) {
                case HELLO -> {
                    send(ToWorker.newBuilder()
                            .setWelcome(welcome.apply(message.getHello()))
                            .build());
                }
                case REPORT -> {
                    if (acknowledges) {
                        acknowledge(message.getReport().getSequence());
                    }
                }
                case HOLDERS ->
                    send(ToWorker.newBuilder()
                            .setHolders(holders.apply(message.getHolders()))
                            .build());
                case HEARTBEAT, LOCATE, TICKET_ANSWER, LOG_PAGE, MESSAGE_NOT_SET -> {}
            }
        }

        /** Lost when the stream was dropped meanwhile, as in life. */
        private void acknowledge(long sequence) {
            synchronized (FakeControlPlane.this) {
                if (worker == toWorker) {
                    send(ToWorker.newBuilder()
                            .setReportAck(ReportAck.newBuilder().setSequence(sequence))
                            .build());
                }
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    public int port() {
        return port;
    }

    public void acknowledges(boolean acknowledge) {
        acknowledges = acknowledge;
    }

    public void welcomesWith(Function<Hello, Welcome> answer) {
        welcome = answer;
    }

    /** Who it says may enter sandboxes; nobody, unless told otherwise. */
    public void answersHoldersWith(Function<HoldersRequest, HolderLists> answer) {
        holders = answer;
    }

    public void enrolsWith(Function<EnrolRequest, EnrolResponse> answer) {
        enrolment = answer;
    }

    public Function<EnrolRequest, EnrolResponse> enrolment() {
        return enrolment;
    }

    public synchronized void send(ToWorker message) {
        StreamObserver<ToWorker> to = worker;
        if (to == null) {
            throw new IllegalStateException("No worker is connected");
        }
        to.onNext(message);
    }

    /** Ends the stream; the worker may come back. */
    public synchronized void drop() {
        StreamObserver<ToWorker> to = worker;
        if (to != null) {
            worker = null;
            to.onError(Status.UNAVAILABLE.withDescription("dropped by the test").asRuntimeException());
        }
    }

    /** Waits for the next message that fits; what came before it is thrown away. */
    public FromWorker await(Predicate<FromWorker> fits) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        while (true) {
            FromWorker next = received.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("The worker did not send what was expected within " + WITHIN_SECONDS + " s");
            }
            if (fits.test(next)) {
                return next;
            }
        }
    }

    /** The next message that fits, if it comes in time; what came before it is thrown away. */
    public Optional<FromWorker> poll(Duration within, Predicate<FromWorker> fits) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (true) {
            FromWorker next = received.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null || fits.test(next)) {
                return Optional.ofNullable(next);
            }
        }
    }

    /** The Hello of the stream that is open now: of those that came, the one after which none comes for a while. */
    public Hello awaitLastHello() throws InterruptedException {
        Hello last = awaitHello();
        for (var next = poll(QUIET, FromWorker::hasHello); next.isPresent(); next = poll(QUIET, FromWorker::hasHello)) {
            last = next.get().getHello();
        }
        return last;
    }

    public Hello awaitHello() throws InterruptedException {
        return await(FromWorker::hasHello).getHello();
    }

    /** The next report of what happened to a sandbox; what they used is told in between. */
    public Report awaitReport() throws InterruptedException {
        return await(FakeControlPlane::tellsWhatHappened).getReport();
    }

    /** The next report of what a sandbox used. */
    public Report awaitUsage() throws InterruptedException {
        return await(each -> each.hasReport() && each.getReport().hasUsage()).getReport();
    }

    private static boolean tellsWhatHappened(FromWorker message) {
        return message.hasReport() && !message.getReport().hasUsage();
    }

    /** Reports that came and were not looked at yet. */
    public boolean hasUnreadReport() {
        return received.stream().anyMatch(FakeControlPlane::tellsWhatHappened);
    }

    public void stop() throws InterruptedException {
        if (server != null) {
            server.shutdownNow().awaitTermination();
        }
        worker = null;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}

package io.smartboxes.controlplane.dispatch;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.smartboxes.controlplane.worker.Authority;
import io.smartboxes.controlplane.worker.ServerIdentity;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves enrolment and the worker link on one port: TLS 1.3, the caller's certificate checked where there is one. */
@Context
public final class LinkServer {

    private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);

    /** A Hello of a full worker: 20,000 sandboxes of about 120 bytes. */
    private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    private static final int METADATA_BYTES_MAX = 16 * 1024;
    private static final int CALLS_PER_CONNECTION_MAX = 16;

    /** A peer that is gone without a word is noticed after the sum of these two. */
    private static final long KEEPALIVE_SECONDS = 10;

    private static final long KEEPALIVE_PATIENCE_SECONDS = 5;

    /** Workers ping us no more often than this. */
    private static final long PING_SECONDS_MIN = 4;

    private static final long STOP_SECONDS_MAX = 3;

    private final LinkConfig config;
    private final Authority authority;
    private final LinkSessions sessions;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;

    LinkServer(
            LinkConfig config,
            Authority authority,
            LinkSessions sessions,
            EnrolmentEndpoint enrolment,
            LinkEndpoint link) {
        this.config = config;
        this.authority = authority;
        this.sessions = sessions;
        this.server = builder()
                .addService(enrolment)
                .addService(link)
                .intercept(new CallerCertificate())
                .build();
    }

    /** The port that workers dial. */
    public int port() {
        return server.getPort();
    }

    @PostConstruct
    void start() {
        try {
            server.start();
        } catch (IOException taken) {
            throw new IllegalStateException(
                    "The worker link cannot listen on " + config.host() + ":" + config.port()
                            + ". Free the port, or set smartboxes.link.port",
                    taken);
        }
        LOG.info("worker link on {}:{}{}", config.host(), port(), config.plaintext() ? ", in plain text" : "");
    }

    /** Before the beans that it uses are taken down. */
    @EventListener
    void shuttingDown(ShutdownEvent event) {
        stop();
    }

    @PreDestroy
    void stop() {
        server.shutdown();
        sessions.shutDown();
        try {
            if (!server.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        calls.shutdown();
    }

    private NettyServerBuilder builder() {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .executor(calls)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .maxInboundMetadataSize(METADATA_BYTES_MAX)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_PATIENCE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(PING_SECONDS_MIN, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        return config.plaintext() ? builder : secured(builder);
    }

    private NettyServerBuilder secured(NettyServerBuilder builder) {
        var identity = new ServerIdentity(config.names(), config.certificateLifetime());
        try {
            var tls = SslContextBuilder.forServer(authority.serverKeys(identity))
                    .trustManager(authority.certificate())
                    .clientAuth(ClientAuth.OPTIONAL)
                    .protocols("TLSv1.3");
            return builder.sslContext(
                    GrpcSslContexts.configure(tls, SslProvider.JDK).build());
        } catch (SSLException impossible) {
            throw new IllegalStateException("This JDK lacks TLS 1.3", impossible);
        }
    }
}

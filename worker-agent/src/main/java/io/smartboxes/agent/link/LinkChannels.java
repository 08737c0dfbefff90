package io.smartboxes.agent.link;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Opens connections to the control plane: before there is a certificate, and with it. */
final class LinkChannels {

    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

    private final LinkSettings settings;
    // A stream's messages come one after the other, whatever thread brings them.
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("link-", 0).factory());

    LinkChannels(LinkSettings settings) {
        this.settings = settings;
    }

    ManagedChannel toEnrol(EnrolmentToken token) throws SSLException {
        return settings.plaintext()
                ? open(null)
                : open(tls().trustManager(new PinnedAuthority(token.authorityFingerprint())));
    }

    ManagedChannel asWorker(WorkerIdentity identity) throws SSLException {
        return settings.plaintext()
                ? open(null)
                : open(tls().trustManager(identity.authority()).keyManager(identity.key(), identity.certificate()));
    }

    private static SslContextBuilder tls() {
        return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .protocols("TLSv1.3");
    }

    private ManagedChannel open(@org.jspecify.annotations.Nullable SslContextBuilder tls) throws SSLException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(settings.host(), settings.port())
                .executor(executor)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                // A peer that vanished without a word is noticed this fast. The server has to allow it.
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .disableRetry();
        if (tls == null) {
            return builder.usePlaintext().build();
        }
        SslContext context = tls.build();
        return builder.sslContext(context).build();
    }
}

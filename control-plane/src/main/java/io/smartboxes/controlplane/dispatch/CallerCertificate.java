package io.smartboxes.controlplane.dispatch;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Hands each call the certificate that its caller proved to hold. TLS has checked it against our authority by then. */
final class CallerCertificate implements ServerInterceptor {

    private static final Context.Key<X509Certificate> KEY = Context.key("caller-certificate");

    /** The certificate of the call that this thread serves; empty for a caller that showed none. */
    static Optional<X509Certificate> current() {
        return Optional.ofNullable(KEY.get());
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        X509Certificate certificate = certificateOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        return certificate == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(KEY, certificate), call, headers, next);
    }

    private static @Nullable X509Certificate certificateOf(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate ? certificate : null;
        } catch (SSLPeerUnverifiedException showedNone) {
            return null;
        }
    }
}

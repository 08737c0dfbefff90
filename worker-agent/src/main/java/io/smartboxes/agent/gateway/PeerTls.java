package io.smartboxes.agent.gateway;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Mutual TLS between workers' gateways, both ends with the certificate that a worker got at its enrolment. */
final class PeerTls {

    private final PeerIdentity identity;
    private final KeyCertOptions own;

    PeerTls(PeerIdentity identity) {
        this.identity = identity;
        this.own = KeyCertOptions.wrap(keyManager(identity));
    }

    /** Talks to the named worker and nobody else; a worker's certificate says its id, not its host. */
    void speakAsClient(HttpClientOptions options, String workerId) {
        options.setSsl(true)
                .setVerifyHost(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(own)
                .setTrustOptions(TrustOptions.wrap(new PeerTrust(identity.authority(), Optional.of(workerId))));
    }

    /** Accepts every worker of the installation and nobody else. */
    void speakAsServer(HttpServerOptions options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setUseAlpn(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(own)
                .setTrustOptions(TrustOptions.wrap(new PeerTrust(identity.authority(), Optional.empty())));
    }

    private static X509KeyManager keyManager(PeerIdentity identity) {
        try {
            char[] noPassword = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, noPassword);
            Certificate[] chain = {identity.certificate(), identity.authority()};
            store.setKeyEntry("worker", identity.key(), noPassword, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, noPassword);
            return (X509KeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "The worker's certificate and key cannot be used for TLS between workers", unusable);
        }
    }
}

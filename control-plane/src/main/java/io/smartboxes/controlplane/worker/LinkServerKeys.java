package io.smartboxes.controlplane.worker;

import java.net.Socket;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * This replica's own certificate for the link: in memory only, short-lived, and made anew by the first handshake after two
 * thirds of its life.
 */
final class LinkServerKeys extends X509ExtendedKeyManager {

    private static final String ALIAS = "link";

    private final CertificateAuthority authority;
    private final List<String> names;
    private final Duration lifetime;
    private final InstantSource clock;
    private @Nullable Identity current;

    LinkServerKeys(CertificateAuthority authority, List<String> names, Duration lifetime, InstantSource clock) {
        this.authority = authority;
        this.names = List.copyOf(names);
        this.lifetime = lifetime;
        this.clock = clock;
    }

    private record Identity(X509Certificate certificate, PrivateKey privateKey, Instant renewAfter) {}

    /** A handshake asks for chain and key apart, so both are kept under the alias of the identity they belong to. */
    private synchronized Identity current() {
        Instant now = clock.instant();
        if (current == null || now.isAfter(current.renewAfter())) {
            KeyPair keys = CertificateAuthority.newKeyPair();
            var certificate = authority.issueServer(names, keys.getPublic(), now, lifetime);
            current = new Identity(
                    certificate,
                    keys.getPrivate(),
                    now.plus(lifetime.multipliedBy(2).dividedBy(3)));
        }
        return current;
    }

    private synchronized @Nullable Identity named(String alias) {
        return current != null && alias.equals(alias(current)) ? current : null;
    }

    private static String alias(Identity identity) {
        return ALIAS + "-" + identity.certificate().getSerialNumber();
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(current());
    }

    @Override
    public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(current());
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {alias(current())};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : new X509Certificate[] {identity.certificate(), authority.certificate()};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = named(alias);
        return identity == null ? null : identity.privateKey();
    }

    /** Never a client. */
    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    /** Never a client. */
    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}

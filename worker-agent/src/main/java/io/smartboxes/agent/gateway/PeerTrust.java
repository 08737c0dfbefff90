package io.smartboxes.agent.gateway;

import io.smartboxes.id.WorkerId;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a certificate that the installation's authority signed for a worker.
 *
 * <p>The authority signs the worker link's server certificate too; that one names no worker and is refused here.
 */
final class PeerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager authority;
    private final Optional<String> workerId;

    /** @param workerId the one to believe; empty believes every worker */
    PeerTrust(X509Certificate authority, Optional<String> workerId) {
        this.authority = trustManager(authority);
        this.workerId = workerId;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkClientTrusted(chain, authType);
        checkWorker(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkServerTrusted(chain, authType);
        checkWorker(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authority.checkClientTrusted(chain, authType, socket);
        checkWorker(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authority.checkServerTrusted(chain, authType, socket);
        checkWorker(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authority.checkClientTrusted(chain, authType, engine);
        checkWorker(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authority.checkServerTrusted(chain, authType, engine);
        checkWorker(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }

    private void checkWorker(X509Certificate[] chain) throws CertificateException {
        String name = commonName(chain[0]);
        boolean expected = workerId.isPresent() ? workerId.get().equals(name) : isWorkerId(name);
        if (!expected) {
            throw new CertificateException("The certificate is \"" + name + "\"'s, expected was "
                    + workerId.map(id -> "worker " + id).orElse("a worker's"));
        }
    }

    private static boolean isWorkerId(String name) {
        try {
            WorkerId.parse(name);
            return true;
        } catch (IllegalArgumentException otherName) {
            return false;
        }
    }

    private static String commonName(X509Certificate certificate) throws CertificateException {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException malformed) {
            throw new CertificateException("The certificate's subject cannot be read", malformed);
        }
    }

    private static X509ExtendedTrustManager trustManager(X509Certificate authority) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException("The authority's certificate cannot be used to check workers", unusable);
        }
    }
}

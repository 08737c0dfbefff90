package io.smartboxes.agent.gateway;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What a worker shows to other workers' gateways, and whom it believes: the certificate it got at enrolment.
 *
 * @param authority signs every worker of the installation; a peer's certificate must come from it and name a worker
 */
public record PeerIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "PeerIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}

package io.smartboxes.agent.link;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * Who this worker is, as its enrolment settled.
 *
 * @param certificate names the worker
 * @param authority signed it, and signs the control plane's side of the link and every other worker
 */
public record WorkerIdentity(String workerId, PrivateKey key, X509Certificate certificate, X509Certificate authority) {

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "WorkerIdentity[" + workerId + "]";
    }
}

package io.smartboxes.agent.link;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Where the control plane is and how it is spoken to.
 *
 * @param plaintext without TLS; only for an address on this machine
 * @param tokenFile one-time enrolment token; needed until the worker has its certificate
 * @param workerName within the installation, for people
 */
public record LinkSettings(String host, int port, boolean plaintext, Path tokenFile, String workerName) {

    public LinkSettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("link.address must be host:port");
        }
        if (plaintext && !isLoopback(host)) {
            throw new IllegalArgumentException("link.plaintext=true is only for a loopback link.address, not for "
                    + host + ": remove it, and the link uses TLS");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}

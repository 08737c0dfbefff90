package io.smartboxes.controlplane.worker;

import java.time.Duration;
import java.util.List;

/**
 * What the link's server is to be certified as.
 *
 * @param names host names and addresses that workers dial
 */
public record ServerIdentity(List<String> names, Duration lifetime) {

    public ServerIdentity {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("The link's server needs at least one name that workers dial");
        }
    }
}

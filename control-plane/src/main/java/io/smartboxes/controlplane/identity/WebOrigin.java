package io.smartboxes.controlplane.identity;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which addresses may say who somebody is: those that nobody on the way can answer for. */
final class WebOrigin {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private WebOrigin() {}

    /** Over TLS, or without it on this machine. */
    static boolean isTrustworthy(URI address) {
        @Nullable String host = address.getHost();
        return host != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
    }
}

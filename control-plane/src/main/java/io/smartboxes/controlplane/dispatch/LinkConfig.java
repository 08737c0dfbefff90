package io.smartboxes.controlplane.dispatch;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * Settings {@code smartboxes.link.*}.
 *
 * @param port 0 takes any free one
 * @param plaintext serves without TLS and believes each worker's word who it is; on a loopback address only
 * @param names what workers dial, for the server's certificate
 * @param certificateLifetime how long that certificate is good for; renewed after two thirds
 * @param heartbeatInterval how often workers are to say that they live
 * @param unheardAfter from then on nothing is placed on a silent worker; nothing else follows from silence
 * @param resendAfter when a command that brought no report is sent again
 * @param pollInterval how often reconcilers look without being nudged
 */
@ConfigurationProperties("smartboxes.link")
record LinkConfig(
        @Bindable(defaultValue = "127.0.0.1") String host,
        @Bindable(defaultValue = "8082") int port,
        @Bindable(defaultValue = "false") boolean plaintext,
        @Bindable(defaultValue = "localhost,127.0.0.1") List<String> names,
        @Bindable(defaultValue = "24h") Duration certificateLifetime,
        @Bindable(defaultValue = "5s") Duration heartbeatInterval,
        @Bindable(defaultValue = "15s") Duration unheardAfter,
        @Bindable(defaultValue = "5s") Duration resendAfter,
        @Bindable(defaultValue = "1s") Duration pollInterval) {

    private static final int PORT_MAX = 65_535;

    LinkConfig {
        names = List.copyOf(names);
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("smartboxes.link.port is 0 to " + PORT_MAX + ", not " + port);
        }
        if (plaintext && !isLoopback(host)) {
            throw new IllegalArgumentException("smartboxes.link.plaintext is for loopback addresses only, and"
                    + " smartboxes.link.host is " + host + ". Switch plaintext off, or serve on 127.0.0.1.");
        }
        requirePositive("certificate-lifetime", certificateLifetime);
        requirePositive("heartbeat-interval", heartbeatInterval);
        requirePositive("resend-after", resendAfter);
        requirePositive("poll-interval", pollInterval);
        if (unheardAfter.compareTo(heartbeatInterval) <= 0) {
            throw new IllegalArgumentException("smartboxes.link.unheard-after (" + unheardAfter
                    + ") must be longer than smartboxes.link.heartbeat-interval (" + heartbeatInterval + ")");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("smartboxes.link." + name + " must be more than zero, not " + duration);
        }
    }
}

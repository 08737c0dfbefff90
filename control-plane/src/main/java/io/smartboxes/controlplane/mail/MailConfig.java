package io.smartboxes.controlplane.mail;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server that takes mail.
 *
 * @param host without one, this installation sends no mail
 * @param tls whether the connection is encrypted
 * @param from sender of each mail, as {@code name@example.com} or {@code Name <name@example.com>}
 */
@ConfigurationProperties("smartboxes.mail")
record MailConfig(
        @Nullable String host,
        @Bindable(defaultValue = "587") int port,
        @Nullable String username,
        @Nullable String password,
        @Bindable(defaultValue = "STARTTLS") Tls tls,

        @Bindable(defaultValue = "SmartBoxes <smartboxes@localhost>")
        String from) {

    /** How a connection to the server is encrypted. */
    enum Tls {
        /** Not at all: only to a server on this machine. */
        NONE,
        /** It begins in the clear and goes on only if the server can encrypt. */
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    MailConfig {
        host = host == null || host.isBlank() ? null : host;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("smartboxes.mail.port must be from 1 to 65535, not " + port);
        }
        if (host != null && tls == Tls.NONE && !THIS_MACHINE.contains(host)) {
            throw new IllegalArgumentException(
                    "smartboxes.mail.tls may be none only for a server on this machine, not for " + host);
        }
        if (!from.contains("@")) {
            throw new IllegalArgumentException("smartboxes.mail.from must be a mail address, not " + from);
        }
    }

    boolean isOn() {
        return host != null;
    }

    @Override
    public String toString() {
        return "MailConfig[host=" + host + ", port=" + port + "]";
    }
}

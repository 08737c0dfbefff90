package io.smartboxes.controlplane.mail;

import io.micronaut.serde.annotation.Serdeable;

/**
 * One mail.
 *
 * @param kind what it is about, for counting: {@code invitation}
 * @param to the recipient's bare address
 * @param html the same as the text, for clients that show it
 */
@Serdeable
public record Mail(String kind, String to, String subject, String text, String html) {

    @Override
    public String toString() {
        return "Mail[kind=" + kind + "]";
    }
}

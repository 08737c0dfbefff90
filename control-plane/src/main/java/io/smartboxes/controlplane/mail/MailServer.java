package io.smartboxes.controlplane.mail;

import io.smartboxes.controlplane.mail.MailRepository.DueMail;
import jakarta.inject.Singleton;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Speaks SMTP to the server that the settings name. */
@Singleton
final class MailServer {

    private static final String CONNECT_MILLIS_MAX = "10000";
    private static final String ANSWER_MILLIS_MAX = "30000";
    private static final int ERROR_LENGTH_MAX = 500;
    private static final int PERMANENT = 500;

    private final MailConfig config;
    private final InstantSource clock;

    MailServer(MailConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** How it went. */
    sealed interface Outcome {
        /** The server is answerable for it now. */
        record Taken() implements Outcome {}

        /** The server will never take it. */
        record Refused(String why) implements Outcome {}

        /** It may be taken another time. */
        record NotReached(String why) implements Outcome {}
    }

    Outcome send(DueMail due) {
        var session = Session.getInstance(properties());
        try {
            var message = message(session, due);
            try (var transport = session.getTransport()) {
                transport.connect(config.host(), config.port(), config.username(), config.password());
                transport.sendMessage(message, message.getAllRecipients());
            }
            return new Outcome.Taken();
        } catch (MessagingException failure) {
            return isPermanent(failure) ? new Outcome.Refused(text(failure)) : new Outcome.NotReached(text(failure));
        }
    }

    private MimeMessage message(Session session, DueMail due) throws MessagingException {
        var mail = due.mail();
        var sender = new InternetAddress(config.from());
        var message =
                new Numbered(session, due.row().id() + "@" + sender.getAddress().replaceFirst(".*@", ""));
        message.setFrom(sender);
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        // Nobody's absence note is for us.
        message.setHeader("Auto-Submitted", "auto-generated");
        var text = new MimeBodyPart();
        text.setText(mail.text(), StandardCharsets.UTF_8.name());
        var html = new MimeBodyPart();
        html.setText(mail.html(), StandardCharsets.UTF_8.name(), "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }

    /** Keeps its Message-ID: a mail that is sent once more is the same mail. */
    private static final class Numbered extends MimeMessage {
        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }

    private Properties properties() {
        var properties = new Properties();
        String protocol = config.tls() == MailConfig.Tls.TLS ? "smtps" : "smtp";
        properties.setProperty("mail.transport.protocol", protocol);
        String prefix = "mail." + protocol + ".";
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS_MAX);
        properties.setProperty(prefix + "timeout", ANSWER_MILLIS_MAX);
        properties.setProperty(prefix + "writetimeout", ANSWER_MILLIS_MAX);
        properties.setProperty(prefix + "auth", String.valueOf(config.username() != null));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        if (config.tls() == MailConfig.Tls.STARTTLS) {
            properties.setProperty(prefix + "starttls.enable", "true");
            properties.setProperty(prefix + "starttls.required", "true");
        }
        return properties;
    }

    /** An address that cannot be, or an answer of 500 and more to this mail (not to our sign-in, which somebody can mend). */
    private static boolean isPermanent(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            boolean permanent = switch (cause) {
                case AddressException malformed -> true;
                case SMTPAddressFailedException refused -> refused.getReturnCode() >= PERMANENT;
                case SMTPSendFailedException refused -> refused.getReturnCode() >= PERMANENT;
                case SMTPSenderFailedException refused -> false;
                default -> false;
            };
            if (permanent) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof MessagingException chained && chained.getNextException() != null
                ? chained.getNextException()
                : failure.getCause();
    }

    private static String text(MessagingException failure) {
        String text = failure.toString().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX);
    }
}

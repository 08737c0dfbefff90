package io.smartboxes.controlplane.mail;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.mail.MailRepository.Claimed;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, one after the other. A mail is one replica's while it is being sent, longer than any conversation with the
 * server may take; a replica that dies in between leaves it to the next, with the same Message-ID, by which mailboxes know it
 * again.
 */
@Singleton
class MailSender {

    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

    private static final Duration LEASE = Duration.ofMinutes(3);

    /** Sent and failed ones are kept this long, without what they said. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final int BATCH = 500;

    private final SystemDatabase database;
    private final MailRepository repository;
    private final MailServer server;
    private final MailConfig config;
    private final InstantSource clock;

    MailSender(
            SystemDatabase database,
            MailRepository repository,
            MailServer server,
            MailConfig config,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.server = server;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "1s")
    void sendDue() {
        if (!config.isOn()) {
            return;
        }
        try {
            for (var mail = claim(); mail.isPresent(); mail = claim()) {
                send(mail.get());
            }
        } catch (RuntimeException failure) {
            LOG.warn("mail waits until the next round: {}", failure.getMessage());
        }
    }

    @Scheduled(fixedDelay = "10m", initialDelay = "1m")
    void forgetOld() {
        try {
            int unused = database.transaction(
                    statements -> repository.forget(statements, clock.instant().minus(KEPT), BATCH));
        } catch (RuntimeException failure) {
            LOG.warn("old mail is kept until the next round: {}", failure.getMessage());
        }
    }

    private Optional<Claimed> claim() {
        return database.transaction(statements -> repository.claim(statements, clock.instant(), LEASE));
    }

    private void send(Claimed mail) {
        switch (outcome(mail)) {
            case MailServer.Outcome.Taken taken -> sent(mail);
            case MailServer.Outcome.Refused refused -> giveUp(mail, refused.why());
            case MailServer.Outcome.NotReached away -> tryAgain(mail, away.why());
        }
    }

    private MailServer.Outcome outcome(Claimed mail) {
        MailRepository.DueMail due;
        try {
            due = repository.open(mail);
        } catch (IllegalStateException unreadable) {
            return new MailServer.Outcome.Refused(String.valueOf(unreadable.getMessage()));
        }
        return server.send(due);
    }

    private void sent(Claimed mail) {
        boolean own = database.transaction(statements -> repository.sent(statements, mail, clock.instant()));
        LOG.info("sent mailId={} kind={} attempt={}{}", mail.id(), mail.kind(), mail.attempt(), own ? "" : " late");
    }

    private void tryAgain(Claimed mail, String why) {
        var delay = MailSchedule.after(mail.attempt());
        if (delay.isEmpty()) {
            giveUp(mail, why);
            return;
        }
        LOG.warn("mailId={} waits {}: {}", mail.id(), delay.get(), why);
        boolean unused = database.transaction(statements ->
                repository.retry(statements, mail, why, clock.instant().plus(delay.get())));
    }

    private void giveUp(Claimed mail, String why) {
        LOG.warn("mailId={} kind={} is given up: {}", mail.id(), mail.kind(), why);
        boolean unused = database.transaction(statements -> repository.giveUp(statements, mail, why, clock.instant()));
    }
}

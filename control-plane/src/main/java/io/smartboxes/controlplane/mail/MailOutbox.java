package io.smartboxes.controlplane.mail;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Takes mail in the transaction of what it tells of: no mail without that, and not that without its mail. */
@Singleton
public final class MailOutbox {

    private final MailConfig config;
    private final MailRepository repository;
    private final InstantSource clock;

    MailOutbox(MailConfig config, MailRepository repository, InstantSource clock) {
        this.config = config;
        this.repository = repository;
        this.clock = clock;
    }

    /** @throws ProblemException MAIL_NOT_SET_UP, naming the setting */
    public void requireOn() {
        if (!config.isOn()) {
            throw new ProblemException(
                    ProblemType.MAIL_NOT_SET_UP,
                    "This installation cannot send mail yet: whoever runs it names a mail server in the setting"
                            + " smartboxes.mail.host, with port, username, password, tls and from beside it.");
        }
    }

    /** Will be sent soon after the commit. */
    public void add(Statements statements, TenantId tenant, Mail mail) {
        repository.insert(statements, tenant, mail, clock.instant());
    }

    /** How many mails of a kind a tenant has caused lately. */
    public int count(Statements statements, TenantId tenant, String kind, Duration since) {
        return repository.count(statements, tenant, kind, clock.instant().minus(since));
    }
}

package io.smartboxes.controlplane.bootstrap;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.smartboxes.controlplane.worker.Enrolment;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an enrolment token for each worker of the installation that has not enrolled yet, to {@code enrolment/NAME}. */
@Singleton
final class FirstWorkers implements ApplicationEventListener<StartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(FirstWorkers.class);

    private final BootstrapConfig config;
    private final Enrolment enrolment;

    FirstWorkers(BootstrapConfig config, Enrolment enrolment) {
        this.config = config;
        this.enrolment = enrolment;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        Path directory = config.directory();
        if (directory != null) {
            for (String name : Objects.requireNonNullElse(config.workers(), List.<String>of())) {
                enrolment
                        .mintUnlessEnrolled(name)
                        .ifPresent(token -> write(directory.resolve("enrolment"), name, token));
            }
        }
    }

    /** After the commit: a crash between them, or a second replica, makes another token, and either one is good. */
    private static void write(Path directory, String name, String token) {
        Path file = directory.resolve(name);
        SecretFile.write(file, token);
        LOG.info("worker {} may enrol with the token in {}", name, file);
    }
}

package io.smartboxes.controlplane.quota;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.SignupConfig;
import jakarta.inject.Singleton;

/** Refuses to start with a plan for sign-ups that does not exist: nobody could sign up. */
@Singleton
final class SignupPlanCheck implements ApplicationEventListener<StartupEvent> {

    private final SignupConfig config;
    private final SystemDatabase database;
    private final LimitRepository plans;

    SignupPlanCheck(SignupConfig config, SystemDatabase database, LimitRepository plans) {
        this.config = config;
        this.database = database;
        this.plans = plans;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        if (!database.transaction(statements -> plans.isPlan(statements, config.plan()))) {
            throw new IllegalStateException(
                    "smartboxes.signup.plan is '" + config.plan() + "', and there is no such plan.");
        }
    }
}

package io.smartboxes.controlplane.dispatch;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.smartboxes.controlplane.log.LogTopics;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.tenant.TenantTopics;
import io.smartboxes.controlplane.terminal.TerminalTopics;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

/** Runs the reconcilers, and says which nudge wakes which. */
@Context
final class Dispatcher {

    private final NudgeBus nudges;
    private final Fleet fleet;
    private final ReconcilerLoop placing;
    private final ReconcilerLoop sending;
    private final ReconcilerLoop granting;
    private final ReconcilerLoop asking;

    Dispatcher(
            NudgeBus nudges,
            Fleet fleet,
            Placer placer,
            StartExpiry expiry,
            Sender sender,
            TicketSender tickets,
            LogSender logs,
            LinkConfig config) {
        this.nudges = nudges;
        this.fleet = fleet;
        this.placing = new ReconcilerLoop("placer", config.pollInterval(), () -> {
            expiry.pass();
            placer.pass();
        });
        this.sending = new ReconcilerLoop("sender", config.pollInterval(), sender::pass);
        this.granting = new ReconcilerLoop("ticket-sender", config.pollInterval(), tickets::pass);
        this.asking = new ReconcilerLoop("log-sender", config.pollInterval(), logs::pass);
    }

    @PostConstruct
    void start() {
        nudges.subscribe(SandboxTopics.WANTED, waking(() -> {
            placing.nudge();
            sending.nudge();
        }));
        nudges.subscribe(DispatchTopics.LEASED, waking(sending::nudge));
        nudges.subscribe(DispatchTopics.CONNECTED, waking(() -> {
            fleet.expire();
            placing.nudge();
            sending.nudge();
            granting.nudge();
            asking.nudge();
        }));
        nudges.subscribe(TerminalTopics.TICKET_WANTED, waking(granting::nudge));
        nudges.subscribe(TenantTopics.MEMBERSHIP_CHANGED, waking(granting::nudge));
        nudges.subscribe(LogTopics.ASKED, waking(asking::nudge));
        placing.start();
        sending.start();
        granting.start();
        asking.start();
    }

    /** Before the beans that it uses are taken down. */
    @EventListener
    void shuttingDown(ShutdownEvent event) {
        stop();
    }

    @PreDestroy
    void stop() {
        placing.close();
        sending.close();
        granting.close();
        asking.close();
    }

    private static NudgeListener waking(Runnable wake) {
        return new NudgeListener() {
            @Override
            public void nudged(String subject) {
                wake.run();
            }

            @Override
            public void missed() {
                wake.run();
            }
        };
    }
}

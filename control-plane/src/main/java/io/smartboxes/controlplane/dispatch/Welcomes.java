package io.smartboxes.controlplane.dispatch;

import io.micronaut.context.annotation.Value;
import io.smartboxes.controlplane.dispatch.HelloOutcome.Opened;
import io.smartboxes.controlplane.sandbox.GuestTokens;
import io.smartboxes.controlplane.terminal.TerminalConfig;
import io.smartboxes.workerlink.Adopted;
import io.smartboxes.workerlink.Refused;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.Welcome;
import jakarta.inject.Singleton;

/** Spells out the answer to a Hello, with the guests' tokens, which workers keep on no disk. */
@Singleton
final class Welcomes {

    private final GuestTokens tokens;
    private final LinkConfig config;
    private final TerminalConfig terminals;
    private final String replica;

    Welcomes(
            GuestTokens tokens,
            LinkConfig config,
            TerminalConfig terminals,
            @Value("${smartboxes.replica-id}") String replica) {
        this.tokens = tokens;
        this.config = config;
        this.terminals = terminals;
        this.replica = replica;
    }

    ToWorker of(Opened opened) {
        var welcome = Welcome.newBuilder()
                .setReplicaId(replica)
                .setHeartbeatIntervalMillis(config.heartbeatInterval().toMillis())
                .addAllTerminalOrigins(terminals.origins());
        opened.verdicts().adopted().forEach(held -> welcome.addAdopted(adopted(held)));
        opened.verdicts().refused().forEach(refusal -> welcome.addRefused(refused(refusal)));
        return ToWorker.newBuilder().setWelcome(welcome).build();
    }

    private Adopted adopted(HeldLease held) {
        return Adopted.newBuilder()
                .setSandboxId(held.sandbox().toString())
                .setEpoch(held.epoch())
                .setAccessToken(tokens.of(held.sandbox()))
                .build();
    }

    private static Refused refused(Verdicts.Refusal refusal) {
        return Refused.newBuilder()
                .setSandboxId(refusal.held().sandbox().toString())
                .setEpoch(refusal.held().epoch())
                .setCause(refusal.cause())
                .build();
    }
}

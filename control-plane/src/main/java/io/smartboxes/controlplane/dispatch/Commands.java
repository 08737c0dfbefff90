package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.EnvironmentSeal;
import io.smartboxes.controlplane.sandbox.GuestTokens;
import io.smartboxes.controlplane.sandbox.HolderTokens;
import io.smartboxes.workerlink.SetDeadline;
import io.smartboxes.workerlink.StartSandbox;
import io.smartboxes.workerlink.StopSandbox;
import io.smartboxes.workerlink.ToWorker;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/** Spells commands out. This is where a sealed environment is opened, for as long as the message lives. */
@Singleton
final class Commands {

    private final EnvironmentSeal environments;
    private final GuestTokens tokens;
    private final HolderTokens holderTokens;
    private final InstantSource clock;

    Commands(EnvironmentSeal environments, GuestTokens tokens, HolderTokens holderTokens, InstantSource clock) {
        this.environments = environments;
        this.tokens = tokens;
        this.holderTokens = holderTokens;
        this.clock = clock;
    }

    ToWorker of(Unsettled row) {
        return switch (row.due()) {
            case START -> ToWorker.newBuilder().setStart(start(row)).build();
            case STOP -> ToWorker.newBuilder().setStop(stop(row)).build();
            case SET_DEADLINE ->
                ToWorker.newBuilder().setSetDeadline(setDeadline(row)).build();
        };
    }

    private StartSandbox start(Unsettled row) {
        Map<String, String> environment =
                row.environment() == null ? Map.of() : environments.open(row.id(), row.environment());
        var start = StartSandbox.newBuilder()
                .setSandboxId(row.id().toString())
                .setEpoch(row.epoch())
                .setTenantId(row.tenant().toString())
                .setTemplate(row.templateName())
                .setTemplateBuild(Objects.requireNonNullElse(row.templateBuild(), ""))
                .setTemplateId(row.template().toString())
                .setTimeToLiveMillis(timeToLiveMillis(row))
                .setDeadlineRevision(row.wantedEndRevision())
                .putAllEnvironment(environment)
                .setAccessToken(tokens.of(row.id()))
                .setRequestId(Objects.requireNonNullElse(row.requestId(), ""));
        var creator = row.creator();
        if (creator != null) {
            // Checked when the request came, and for the gateway as old as that.
            start.addHolders(HolderDesk.spell(creator, holderTokens.of(row.id(), creator)))
                    .setHoldersAgeMillis(millisSince(row.createdAt()));
        }
        return start.build();
    }

    private long millisSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis());
    }

    private static StopSandbox stop(Unsettled row) {
        return StopSandbox.newBuilder()
                .setSandboxId(row.id().toString())
                .setEpoch(row.epoch())
                .setCause(Objects.requireNonNullElse(row.wantedCause(), EndCause.UNKNOWN.code()))
                .build();
    }

    private SetDeadline setDeadline(Unsettled row) {
        return SetDeadline.newBuilder()
                .setSandboxId(row.id().toString())
                .setEpoch(row.epoch())
                .setRevision(row.wantedEndRevision())
                .setTimeToLiveMillis(timeToLiveMillis(row))
                .build();
    }

    private long timeToLiveMillis(Unsettled row) {
        return Math.max(0, Duration.between(clock.instant(), row.wantedEndAt()).toMillis());
    }
}

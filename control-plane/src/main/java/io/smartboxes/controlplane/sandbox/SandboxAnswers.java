package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.ListedSandbox;
import io.smartboxes.api.e2b.SandboxDetail;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Spells sandboxes as E2B's clients read them. */
@Singleton
final class SandboxAnswers {

    /** The version of E2B's guest protocol that our guest speaks; clients switch features by it. */
    private static final String ENVD_VERSION = "0.6.13";

    private static final String CLIENT_ID = "smartboxes";
    private static final String RUNNING = "running";
    private static final SandboxDetail.Lifecycle KILLED_AT_ITS_END = new SandboxDetail.Lifecycle(false, "kill");

    private final GuestTokens tokens;

    SandboxAnswers(GuestTokens tokens) {
        this.tokens = tokens;
    }

    CreatedSandbox created(Actor actor, Sandbox sandbox) {
        return new CreatedSandbox(
                sandbox.templateId().toString(),
                sandbox.id().toString(),
                CLIENT_ID,
                sandbox.templateName(),
                ENVD_VERSION,
                token(actor, sandbox),
                null);
    }

    ListedSandbox listed(Sandbox sandbox) {
        return new ListedSandbox(
                sandbox.templateId().toString(),
                sandbox.id().toString(),
                CLIENT_ID,
                sandbox.templateName(),
                sandbox.createdAt(),
                sandbox.wantedEndAt(),
                sandbox.vcpus(),
                sandbox.memoryMib(),
                sandbox.diskMib(),
                sandbox.metadata(),
                RUNNING,
                ENVD_VERSION);
    }

    SandboxDetail detail(Actor actor, Sandbox sandbox) {
        return new SandboxDetail(
                sandbox.templateId().toString(),
                sandbox.id().toString(),
                CLIENT_ID,
                sandbox.templateName(),
                sandbox.createdAt(),
                sandbox.wantedEndAt(),
                sandbox.vcpus(),
                sandbox.memoryMib(),
                sandbox.diskMib(),
                sandbox.metadata(),
                RUNNING,
                ENVD_VERSION,
                token(actor, sandbox),
                null,
                false,
                KILLED_AT_ITS_END);
    }

    /** What opens it, for those who may. */
    private @Nullable String token(Actor actor, Sandbox sandbox) {
        return actor.may(Action.SANDBOX_OPEN) ? tokens.of(sandbox.id()) : null;
    }
}

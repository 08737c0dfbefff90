package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.ListedSandbox;
import io.smartboxes.api.e2b.SandboxDetail;
import jakarta.inject.Singleton;

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

    CreatedSandbox created(Sandbox sandbox) {
        return new CreatedSandbox(
                sandbox.templateId().toString(),
                sandbox.id().toString(),
                CLIENT_ID,
                sandbox.templateName(),
                ENVD_VERSION,
                tokens.of(sandbox.id()),
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

    SandboxDetail detail(Sandbox sandbox) {
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
                tokens.of(sandbox.id()),
                null,
                false,
                KILLED_AT_ITS_END);
    }
}

package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.ListedSandbox;
import io.smartboxes.api.e2b.SandboxDetail;
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

    /** @param token the caller's own; null for those who may not open it */
    CreatedSandbox created(Sandbox sandbox, @Nullable String token) {
        return new CreatedSandbox(
                sandbox.templateId().toString(),
                sandbox.id().toString(),
                CLIENT_ID,
                sandbox.templateName(),
                ENVD_VERSION,
                token,
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

    /** @param token the caller's own; null for those who may not open it */
    SandboxDetail detail(Sandbox sandbox, @Nullable String token) {
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
                token,
                null,
                false,
                KILLED_AT_ITS_END);
    }
}

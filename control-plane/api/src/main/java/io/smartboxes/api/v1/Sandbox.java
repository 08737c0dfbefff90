package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox, alive or ended, as the people of its tenant see it. Its access token is not in here.
 *
 * @param state what was last seen of it: PENDING, STARTING, RUNNING, STOPPING, TERMINATED or FAILED
 * @param wanted what was asked for: RUNNING or TERMINATED
 * @param memoryMib MiB
 * @param diskMib MiB
 * @param startedAt when it first ran, if it ever did
 * @param endAt when it ends, or would have ended, by itself
 * @param endedAt when it was over
 * @param cause why it ended
 * @param cost so far; only where one sandbox is asked for
 */
public record Sandbox(
        String id,
        SandboxTemplate template,
        String state,
        String wanted,
        int vcpus,
        long memoryMib,
        long diskMib,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant endAt,
        @Nullable Instant endedAt,
        @Nullable Cause cause,
        @Nullable Creator createdBy,
        @Nullable Cost cost) {

    public Sandbox {
        metadata = Map.copyOf(metadata);
    }

    /** What it was made from. */
    public record SandboxTemplate(String id, String name) {}

    /** A stable code ({@code timeout}, {@code api:kill}, ...) and a sentence for people. */
    public record Cause(String code, String sentence) {}

    /** The same with its cost. */
    public Sandbox withCost(Cost so) {
        return new Sandbox(
                id, template, state, wanted, vcpus, memoryMib, diskMib, metadata, createdAt, startedAt, endAt, endedAt,
                cause, createdBy, so);
    }

    /**
     * What it has cost, in decimal text.
     *
     * @param settled what the ledger has
     * @param estimated what came on top of it until its worker was last heard
     * @param currency USD
     */
    public record Cost(String settled, String estimated, String currency) {}

    /**
     * Who made it.
     *
     * @param kind api_key or user
     * @param name of the key or the person; absent for people who have left
     */
    public record Creator(String kind, String id, @Nullable String name) {}
}

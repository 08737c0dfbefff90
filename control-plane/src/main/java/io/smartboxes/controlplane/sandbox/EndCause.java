package io.smartboxes.controlplane.sandbox;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a sandbox ended: the closed catalogue of its causes of death. Each ended sandbox has exactly one, as a stable code
 * and a sentence for people.
 */
public enum EndCause {
    API_KILL("api:kill", "It was killed through the API."),
    TENANT_SUSPENDED("tenant:suspended", "Its tenant was suspended."),
    TENANT_CLOSED("tenant:closed", "Its tenant was deleted."),
    CALLER_GONE("caller:gone", "Whoever asked for it went away before it was handed over."),
    TIMEOUT("timeout", "It reached the end of its time to live."),
    LIMIT_MEMORY("limit:memory", "It used up its memory."),
    LIMIT_PIDS("limit:pids", "It used up its number of processes."),
    LIMIT_DISK("limit:disk", "It used up its disk space."),
    GUEST_EXIT("guest:exit", "Its first process ended."),
    RUNTIME_CRASH("runtime:crash", "Its runtime stopped unexpectedly."),
    WORKER_REFUSED("worker:refused", "The control plane no longer knew it under that lease."),
    WORKER_STOPPED("worker:stopped", "Its worker was shut down."),
    WORKER_LOST("worker:lost", "Its worker lost it, or was declared gone."),
    START_FAILED("start:failed", "It could not be started."),
    START_TIMEOUT("start:timeout", "It did not start in time."),
    PLACEMENT_CAPACITY("placement:capacity", "No worker had room for it."),
    PLACEMENT_TEMPLATE("placement:template", "No worker could run its template."),
    UNKNOWN("unknown", "Its worker gave no reason that this version knows.");

    private final String code;
    private final String sentence;

    EndCause(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Stable, public. */
    public String code() {
        return code;
    }

    /** For people, when the worker said nothing more precise. */
    public String sentence() {
        return sentence;
    }

    /** The cause with this code, if it is one. */
    public static Optional<EndCause> of(String code) {
        return Arrays.stream(values()).filter(cause -> cause.code.equals(code)).findFirst();
    }
}

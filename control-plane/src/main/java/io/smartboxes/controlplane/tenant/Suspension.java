package io.smartboxes.controlplane.tenant;

import java.util.Arrays;
import java.util.Locale;

/** The ladder of suspension; each step can be taken back. */
public enum Suspension {
    THROTTLED("Sandboxes can be made only slowly."),
    BLOCKED("No new sandboxes can be made; those that run go on."),
    TERMINATING("No new sandboxes can be made, and those that run will be ended.");

    private final String effect;

    Suspension(String effect) {
        this.effect = effect;
    }

    /** Stable, public. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String effect() {
        return effect;
    }

    static Suspension of(String code) {
        return Arrays.stream(values())
                .filter(step -> step.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no step of suspension is called " + code));
    }
}

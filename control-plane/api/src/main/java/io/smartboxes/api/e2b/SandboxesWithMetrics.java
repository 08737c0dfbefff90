package io.smartboxes.api.e2b;

import java.util.Map;

/**
 * The latest figures of sandboxes.
 *
 * @param sandboxes by id; those without figures are absent
 */
public record SandboxesWithMetrics(Map<String, SandboxMetric> sandboxes) {

    public SandboxesWithMetrics {
        sandboxes = Map.copyOf(sandboxes);
    }
}

package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.e2b.NewSandbox;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks create requests: everything at once, so that one answer names all that is wrong. */
final class SandboxRequests {

    private final List<String> faults = new ArrayList<>();
    private final List<String> unsupported = new ArrayList<>();

    private SandboxRequests() {}

    /**
     * The request, checked.
     *
     * @param timeoutDefault seconds, when the caller names none
     * @throws ProblemException naming every fault
     */
    static SandboxRequest check(NewSandbox request, long timeoutDefault, Duration timeoutMax) {
        var check = new SandboxRequests();
        String template = check.template(request.templateID());
        Duration timeout = check.timeout(request.timeout() == null ? timeoutDefault : request.timeout(), timeoutMax);
        var metadata = check.metadata(request.metadata());
        var environment = check.environment(request.envVars());
        check.refuseWhatDoesNotExistYet(request);
        check.throwIfFaulty();
        return new SandboxRequest(template, timeout, metadata, environment);
    }

    private void throwIfFaulty() {
        if (!faults.isEmpty()) {
            faults.addAll(unsupported);
            throw new ProblemException(ProblemType.INVALID_REQUEST, String.join(" ", faults));
        }
        if (!unsupported.isEmpty()) {
            throw new ProblemException(ProblemType.NOT_SUPPORTED, String.join(" ", unsupported));
        }
    }

    private String template(@Nullable String reference) {
        if (reference == null || reference.isBlank()) {
            faults.add("templateID is missing: name a template, such as \"base\".");
            return "";
        }
        if (reference.length() > SandboxLimits.TEMPLATE_CHARACTERS_MAX || !SafeText.isStorable(reference)) {
            faults.add("templateID is no template's name or id.");
        }
        return reference;
    }

    private Duration timeout(long seconds, Duration max) {
        if (seconds <= 0 || seconds > max.toSeconds()) {
            faults.add("timeout is " + seconds + ": it must be from 1 to " + max.toSeconds() + " seconds.");
            return Duration.ZERO;
        }
        return Duration.ofSeconds(seconds);
    }

    private Map<String, String> metadata(@Nullable Map<String, String> metadata) {
        return texts("metadata", metadata, SandboxLimits.METADATA_PAIRS_MAX, SandboxLimits.METADATA_BYTES_MAX);
    }

    private Map<String, String> environment(@Nullable Map<String, String> environment) {
        var checked =
                texts("envVars", environment, SandboxLimits.ENVIRONMENT_PAIRS_MAX, SandboxLimits.ENVIRONMENT_BYTES_MAX);
        if (checked.keySet().stream().anyMatch(name -> name.isEmpty() || name.contains("="))) {
            faults.add("envVars has a name that is empty or contains '=': no process could have such a variable.");
        }
        return checked;
    }

    private Map<String, String> texts(String field, @Nullable Map<String, String> texts, int pairsMax, int bytesMax) {
        if (texts == null) {
            return Map.of();
        }
        if (texts.values().stream().anyMatch(value -> (@Nullable Object) value == null)) {
            faults.add(field + " has a null in it: every value must be a text.");
            return Map.of();
        }
        if (texts.size() > pairsMax) {
            faults.add(field + " has " + texts.size() + " entries: " + pairsMax + " are allowed.");
        }
        long bytes = texts.entrySet().stream()
                .mapToLong(pair -> bytes(pair.getKey()) + bytes(pair.getValue()))
                .sum();
        if (bytes > bytesMax) {
            faults.add(field + " has " + bytes + " bytes of text: " + bytesMax + " are allowed.");
        }
        if (!texts.entrySet().stream()
                .allMatch(pair -> SafeText.isStorable(pair.getKey()) && SafeText.isStorable(pair.getValue()))) {
            faults.add(field + " has a NUL character or half a surrogate pair in it.");
        }
        return texts;
    }

    private void refuseWhatDoesNotExistYet(NewSandbox request) {
        if (Boolean.TRUE.equals(request.autoPause())) {
            unsupported.add("autoPause: sandboxes cannot be paused yet, leave it out or send false.");
        }
        if (request.autoResume() != null
                && Boolean.TRUE.equals(request.autoResume().enabled())) {
            unsupported.add("autoResume: sandboxes cannot be paused yet, leave it out.");
        }
        refuse("network", "network rules do not exist yet, and nothing gets out of a sandbox", request.network());
        refuse("mcp", "there is no MCP gateway yet", request.mcp());
        refuse("iam", "there are no workload identities yet", request.iam());
        if (request.volumeMounts() != null && !request.volumeMounts().isEmpty()) {
            unsupported.add("volumeMounts: there are no volumes yet, leave it out.");
        }
    }

    private void refuse(String field, String why, @Nullable Map<String, Object> value) {
        if (value != null && !isEmpty(value)) {
            unsupported.add(field + ": " + why + ", leave it out.");
        }
    }

    /** Clients send empty shells of what their user did not set. */
    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Map<?, ?> map -> map.values().stream().allMatch(SandboxRequests::isEmpty);
            case Collection<?> collection -> collection.isEmpty();
            default -> false;
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

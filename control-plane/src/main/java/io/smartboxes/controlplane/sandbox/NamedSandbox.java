package io.smartboxes.controlplane.sandbox;

import io.smartboxes.id.SandboxId;
import io.smartboxes.problem.ProblemException;
import java.util.Optional;

/** Reads how E2B's clients name a sandbox: its id, perhaps with a suffix after a hyphen, which meant something once. */
public final class NamedSandbox {

    private NamedSandbox() {}

    /** Nothing, if no sandbox could be called so. */
    public static Optional<SandboxId> of(String text) {
        int hyphen = text.indexOf('-');
        try {
            return Optional.of(SandboxId.parse(hyphen < 0 ? text : text.substring(0, hyphen)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** @throws ProblemException NOT_FOUND */
    public static SandboxId require(String text) {
        return of(text).orElseThrow(() -> SandboxProblems.sandboxNotFound(text));
    }
}

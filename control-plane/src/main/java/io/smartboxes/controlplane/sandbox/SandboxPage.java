package io.smartboxes.controlplane.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextToken asks for the next page, if there is one
 * @param totalRunning how many sandboxes the tenant has running, whatever was asked for
 */
record SandboxPage(List<Sandbox> sandboxes, @Nullable String nextToken, long totalRunning) {

    SandboxPage {
        sandboxes = List.copyOf(sandboxes);
    }
}

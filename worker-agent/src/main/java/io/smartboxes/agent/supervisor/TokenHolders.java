package io.smartboxes.agent.supervisor;

import java.util.List;

/**
 * Everybody whom the control plane lets into a sandbox. In memory only.
 *
 * @param asOfNanos when it was asked, on the worker's monotonic clock
 */
public record TokenHolders(List<TokenHolder> all, long asOfNanos) {

    public TokenHolders {
        all = List.copyOf(all);
    }
}

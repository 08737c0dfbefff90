package io.smartboxes.agent.journal;

import java.util.List;

/** What an earlier process of this worker left written. */
public record JournalContent(List<SandboxLine> sandboxes, List<WarmLine> warm) {

    public JournalContent {
        sandboxes = List.copyOf(sandboxes);
        warm = List.copyOf(warm);
    }
}

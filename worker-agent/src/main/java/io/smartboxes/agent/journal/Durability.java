package io.smartboxes.agent.journal;

/** How much a journal write must survive before its writer is answered. */
public enum Durability {
    /** Anything, a power cut included: answered after the disk has it. */
    SYNCED,
    /** The death of the agent, not of the kernel, which takes the boxes with it: answered after the kernel has it. */
    WRITTEN,
    /** As {@link #WRITTEN}, in its turn, but in no hurry: rides with the next other write or goes after a moment. */
    RELAXED
}

package io.smartboxes.controlplane.platform.background;

/** Hears nudges of one topic. Called on the bus's threads: return at once. */
public interface NudgeListener {

    /** Something about this subject (an id, usually) has changed; look at the database. May come twice, or late. */
    void nudged(String subject);

    /** Nudges may have been lost while the bus had no connection; assume that everything has changed. */
    default void missed() {}
}

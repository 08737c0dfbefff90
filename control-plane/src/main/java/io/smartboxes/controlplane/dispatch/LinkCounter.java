package io.smartboxes.controlplane.dispatch;

/** What is dropped, repeated or refused on the worker link, and how often, since this replica started. */
public enum LinkCounter {
    /** Reports that came before and changed nothing. */
    REPORTS_REPEATED,
    /** Reports under an old epoch, of another worker's sandbox, or of something that has ended. */
    REPORTS_STALE,
    /** Reports that say nothing this version can read. */
    REPORTS_MALFORMED,
    /** Heartbeats with samples that say nothing this version can read, or with too many. */
    SAMPLES_MALFORMED,
    /** Streams whose first report was not the next one after the last acknowledged. */
    REPORTS_MISSING,
    /** Commands sent again because no report came. */
    COMMANDS_RESENT,
    /** Commands held back because the worker does not read. */
    COMMANDS_HELD_BACK,
    /** Streams ended because a newer one took over. */
    STREAMS_SUPERSEDED,
    /** Streams refused at their first message. */
    STREAMS_REFUSED,
    /** Placements that found the worker full at the last moment. */
    PLACEMENTS_OVERTAKEN,
    /** Sandboxes given up because they did not start in time. */
    STARTS_EXPIRED,
    /** Starts that a worker refused. */
    STARTS_REFUSED,
    /** Running sandboxes that their worker no longer has. */
    SANDBOXES_LOST
}

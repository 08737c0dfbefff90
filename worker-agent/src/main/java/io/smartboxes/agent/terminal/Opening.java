package io.smartboxes.agent.terminal;

/** What comes of showing a ticket. */
public sealed interface Opening {

    /** In. */
    record Opened(View view) implements Opening {}

    /** Not in, and why. */
    record Refused(Ending why) implements Opening {}
}

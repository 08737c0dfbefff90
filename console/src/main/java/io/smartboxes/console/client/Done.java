package io.smartboxes.console.client;

/** The answer of calls that have nothing to say but that they worked. */
public enum Done {
    DONE
}

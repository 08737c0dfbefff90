package io.smartboxes.controlplane.access;

/** Whether a person is behind a request just now. */
public enum Activity {
    PRESENT,
    /** A stream that goes on by itself, a page that refreshes: no sign that anybody is there. */
    BACKGROUND
}

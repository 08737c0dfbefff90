package io.smartboxes.controlplane.terminal;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about terminals. Their subject is the sandbox's id. */
public final class TerminalTopics {

    /** A ticket waits for its worker. */
    public static final Topic TICKET_WANTED = new Topic("terminal.wanted");

    private TerminalTopics() {}
}

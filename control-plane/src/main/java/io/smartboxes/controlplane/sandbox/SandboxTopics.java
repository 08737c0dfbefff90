package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about sandboxes. Their subject is the sandbox's id in its text form. */
public final class SandboxTopics {

    /** Something is wanted that is not yet so: a new sandbox, an end, another deadline. */
    public static final Topic WANTED = new Topic("sandbox.wanted");

    /** Something new was seen: it started, failed, ended, took its deadline. */
    public static final Topic SEEN = new Topic("sandbox.seen");

    private SandboxTopics() {}
}

package io.smartboxes.controlplane.log;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about questions to workers. Their subject is the question's id. */
public final class LogTopics {

    /** A question waits for its worker. */
    public static final Topic ASKED = new Topic("log.asked");

    /** A worker has answered. */
    public static final Topic ANSWERED = new Topic("log.answered");

    private LogTopics() {}
}

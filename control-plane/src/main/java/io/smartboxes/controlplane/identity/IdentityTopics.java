package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about people. */
final class IdentityTopics {

    /** One or more of somebody's sign-ins have ended; the subject is the person's id. */
    static final Topic SESSION_ENDED = new Topic("session.ended");

    private IdentityTopics() {}
}

package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.background.Topic;

/** The nudges about people. */
final class IdentityTopics {

    /** One or more of somebody's sign-ins have ended; the subject is the person's id. */
    static final Topic SESSION_ENDED = new Topic("session.ended");

    /** A sign-in of somebody of the staff has ended, or all of theirs; the subject is what the issuer calls the one or the other. */
    static final Topic STAFF_SIGNED_OUT = new Topic("staff.signedout");

    private IdentityTopics() {}
}

package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.background.Topic;

/** Nudges between the parts of dispatch, here and on other replicas. */
final class DispatchTopics {

    /** A worker got leases; the subject is its id. */
    static final Topic LEASED = new Topic("dispatch.leased");

    /** A worker opened a stream; the subject is its id. */
    static final Topic CONNECTED = new Topic("dispatch.connected");

    private DispatchTopics() {}
}

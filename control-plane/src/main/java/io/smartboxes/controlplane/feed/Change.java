package io.smartboxes.controlplane.feed;

import io.smartboxes.id.TenantId;
import java.util.UUID;

/**
 * Something of a tenant's is no longer what it was.
 *
 * @param settled whether no earlier change can appear any more
 */
record Change(TenantId tenant, FeedPosition position, Subject subject, boolean settled) {

    /** What changed. */
    record Subject(Kind kind, UUID id) {}

    /** The kinds of things that a stream tells about. */
    enum Kind {
        SANDBOX("sandbox"),
        API_KEY("api-key"),
        /** What limits the tenant, whose id is the subject. */
        LIMITS("limits");

        private final String eventName;

        Kind(String eventName) {
            this.eventName = eventName;
        }

        /** The public name of its events. */
        String eventName() {
            return eventName;
        }
    }
}

package io.smartboxes.console.session;

import io.smartboxes.console.client.Json;
import tools.jackson.databind.JsonNode;

/** What the live feed tells. */
public sealed interface FeedEvent {

    /** Anything may have changed: load everything anew. */
    record Reset() implements FeedEvent {}

    /**
     * A thing is now as told.
     *
     * @param kind the event's name: sandbox, api-key, ...
     */
    record Changed(String kind, String id, JsonNode now) implements FeedEvent {

        /** The thing itself. */
        public <T> T as(Class<T> type) {
            return Json.MAPPER.treeToValue(now, type);
        }
    }
}

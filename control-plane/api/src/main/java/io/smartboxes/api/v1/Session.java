package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * One sign-in of the caller's that has not ended.
 *
 * @param lastSeenAt when a person last did something with it, to the minute
 * @param current whether this request belongs to it
 */
public record Session(String id, Instant startedAt, Instant lastSeenAt, boolean current) {}

package io.smartboxes.api.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a tenant from going on as usual.
 *
 * @param code throttled, blocked, terminating or closing
 * @param cause why, in a sentence
 * @param cure what to do about it, in a sentence
 * @param until when the next thing happens by itself
 */
public record TenantStanding(
        String code, String cause, String cure, @Nullable Instant until) {}

package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * A key just made.
 *
 * @param key the key itself; this is the only time that it can be seen
 */
public record CreatedApiKey(String id, String name, String mask, Instant createdAt, String key) {

    @Override
    public String toString() {
        return "CreatedApiKey[" + id + ", " + mask + "]";
    }
}

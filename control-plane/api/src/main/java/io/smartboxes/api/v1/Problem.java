package io.smartboxes.api.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in RFC 9457's form ({@code application/problem+json}).
 *
 * @param type the kind of refusal, stable, relative to the API's address
 * @param title one sentence, the same for every refusal of this kind
 * @param detail what was wrong with this request and what to do about it
 * @param instance the request's id, as in the header X-Request-Id
 * @param code the kind of refusal once more, by itself
 * @param resource what is limited, when a limit was met; limit, used and requested are then numbers of it
 * @param resetAt when there is room again, where that is known
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @Nullable String resource,
        @Nullable Long limit,
        @Nullable Long used,
        @Nullable Long requested,
        @Nullable Instant resetAt) {}

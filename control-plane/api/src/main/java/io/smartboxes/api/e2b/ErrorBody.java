package io.smartboxes.api.e2b;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as E2B's clients read it.
 *
 * @param code the HTTP status once more: some clients look only here
 * @param errorCode the kind of refusal, stable
 */
public record ErrorBody(
        int code,
        String message,
        @JsonProperty("error_code") @Nullable String errorCode) {}

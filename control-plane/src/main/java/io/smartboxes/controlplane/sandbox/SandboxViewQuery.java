package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.id.ApiKeyId;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes a tenant's people want to see.
 *
 * @param live those that have not ended
 * @param ended those that have
 * @param search an id, or part of a template's name or of the metadata
 * @param template a template's name or id
 * @param apiKey the key that made them
 * @param after where the page before ended
 */
public record SandboxViewQuery(
        boolean live,
        boolean ended,
        @Nullable String search,
        @Nullable String template,
        @Nullable ApiKeyId apiKey,
        @Nullable Cursor after,
        int limit) {}

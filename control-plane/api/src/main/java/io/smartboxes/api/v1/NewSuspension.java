package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * How far a tenant is to be suspended.
 *
 * @param step throttled, blocked or terminating
 * @param cause a sentence for the tenant's members
 * @param graceSeconds when terminating, how long what runs goes on; the installation's setting, if absent
 */
public record NewSuspension(
        @Nullable String step,
        @Nullable String cause,
        @Nullable Long graceSeconds) {}

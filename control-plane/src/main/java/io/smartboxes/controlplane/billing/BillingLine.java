package io.smartboxes.controlplane.billing;

import io.smartboxes.id.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * What a tenant used of one meter in one hour, as far as no earlier line says it.
 *
 * @param id stable, for the provider to count the line once
 * @param hour its begin (UTC)
 * @param meter its public name, as in {@code GET /v1/usage}
 * @param quantity in the meter's unit times milliseconds; below zero never
 * @param priceVersion the version of the price book that holds for the hour
 */
public record BillingLine(UUID id, TenantId tenant, Instant hour, String meter, long quantity, int priceVersion) {}

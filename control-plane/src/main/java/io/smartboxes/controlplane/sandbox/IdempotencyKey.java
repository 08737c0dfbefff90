package io.smartboxes.controlplane.sandbox;

/**
 * A caller's Idempotency-Key together with what it was sent for.
 *
 * @param requestHash equal for equal requests
 */
record IdempotencyKey(String text, byte[] requestHash) {}

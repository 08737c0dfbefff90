package io.smartboxes.api.v1;

/**
 * Who of the staff asks.
 *
 * @param email by which audit logs name them
 */
public record StaffMe(String email) {}

package io.smartboxes.controlplane.tenant;

import io.smartboxes.controlplane.access.Role;

/** A tenant of somebody's, and what they are in it. */
public record Membership(Tenant tenant, Role role) {}

package io.smartboxes.controlplane.access;

/**
 * Somebody who runs the installation.
 *
 * @param name by which the audit log knows them: their mail address
 */
public record StaffMember(String name) {}

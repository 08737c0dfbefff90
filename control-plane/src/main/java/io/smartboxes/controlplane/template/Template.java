package io.smartboxes.controlplane.template;

import io.smartboxes.id.TemplateId;

/** A blueprint: what a sandbox is made from and how big it is. */
public record Template(TemplateId id, String name, int vcpus, long memoryMib, long diskMib) {}

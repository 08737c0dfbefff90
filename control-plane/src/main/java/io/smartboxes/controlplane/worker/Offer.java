package io.smartboxes.controlplane.worker;

/** What a worker can take, as its last message said. What is taken is counted from leases, not believed. */
public record Offer(Capacity total, int warm, boolean cordoned) {}

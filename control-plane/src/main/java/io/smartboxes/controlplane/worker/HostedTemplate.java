package io.smartboxes.controlplane.worker;

import io.micronaut.serde.annotation.Serdeable;

/** An image that a worker has on its disk. The build is the SHA-256, in hex, of all that the image was made from. */
@Serdeable
public record HostedTemplate(String name, String build) {}

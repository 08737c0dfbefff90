package io.smartboxes.console.client;

import java.net.URI;

/** Where programs find the service. */
public record Addresses(URI api, URI gateway) {}

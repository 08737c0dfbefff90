package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * @param url where clients reach sandboxes
 */
@ConfigurationProperties("smartboxes.gateway")
public record GatewayConfig(@Nullable URI url) {}

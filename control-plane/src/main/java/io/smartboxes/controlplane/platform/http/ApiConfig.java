package io.smartboxes.controlplane.platform.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * @param url where clients reach the API, in front of whatever stands before this replica
 */
@ConfigurationProperties("smartboxes.api")
record ApiConfig(@Nullable URI url) {}

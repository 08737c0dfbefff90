package io.smartboxes.controlplane.bootstrap;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param directory where the first key is written; nothing is bootstrapped without it
 * @param workers names of the workers that may enrol
 */
@ConfigurationProperties("smartboxes.bootstrap")
public record BootstrapConfig(
        @Nullable Path directory, @Nullable List<String> workers) {}

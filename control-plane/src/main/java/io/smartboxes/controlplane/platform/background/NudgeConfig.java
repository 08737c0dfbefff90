package io.smartboxes.controlplane.platform.background;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * @param enabled whether nudges are sent at all; without them every reconciler's timer does the same work, later
 */
@ConfigurationProperties("smartboxes.nudges")
record NudgeConfig(@Bindable(defaultValue = "true") boolean enabled) {}

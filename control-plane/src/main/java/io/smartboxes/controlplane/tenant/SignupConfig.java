package io.smartboxes.controlplane.tenant;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * @param plan of tenants that people make for themselves
 */
@ConfigurationProperties("smartboxes.signup")
public record SignupConfig(@Bindable(defaultValue = "free") String plan) {}

package io.smartboxes.controlplane.invitation;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * @param url where people reach the console; without it, mails tell how to find an invitation instead of linking to it
 */
@ConfigurationProperties("smartboxes.console")
record ConsoleConfig(@Nullable URI url) {}

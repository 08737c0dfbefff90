/**
 * Makes what is seen of sandboxes follow what is wanted: chooses workers, leases sandboxes to them, tells them, and takes
 * their reports. Serves the worker link.
 *
 * <p>Two reconcilers do it, for the happy path and for every recovery alike. They take no arguments, run on a timer and on a
 * nudge, and may die between any two steps: {@code Placer} gives pending sandboxes a lease; {@code Sender} tells the workers
 * whose streams this replica holds what they have not yet reported done. Reports move the seen state, fenced by stream, worker
 * and epoch.
 *
 * <p>A replica may go without all of it: {@code smartboxes.link.enabled: false}.
 *
 * <p>Deliberately absent: any step that ends or moves a sandbox because its worker is silent.
 */
@Configuration
@Requires(property = "smartboxes.link.enabled", notEquals = "false")
@NullMarked
package io.smartboxes.controlplane.dispatch;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;

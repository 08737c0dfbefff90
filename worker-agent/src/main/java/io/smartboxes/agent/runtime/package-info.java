/**
 * What the worker agent asks of an isolation technology: boot a box, hand it out, watch it, end it, leave nothing.
 *
 * <p>A <em>box</em> is one run of one isolated guest on this host. The supervisor maps sandboxes to boxes; this package
 * knows nothing of sandboxes, tenants or leases. An implementation that cannot isolate refuses to start and says why: there
 * is no weaker mode.
 */
@NullMarked
package io.smartboxes.agent.runtime;

import org.jspecify.annotations.NullMarked;

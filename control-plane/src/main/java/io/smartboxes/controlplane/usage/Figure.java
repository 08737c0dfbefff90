package io.smartboxes.controlplane.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One sum.
 *
 * @param total of everything asked for, not of one group
 * @param bucket the group; null of a total, and of what has no key
 * @param cost US dollars, exact
 */
record Figure(
        boolean total,
        @Nullable String bucket,
        @Nullable String name,
        Meter meter,
        boolean estimated,
        long quantity,
        BigDecimal cost) {}

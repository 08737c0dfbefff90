package io.smartboxes.api.v1;

import java.util.List;

/**
 * Amounts and what they cost.
 *
 * @param cost US dollars, the sum of the lines
 */
public record UsageSum(String cost, List<Line> lines) {

    public UsageSum {
        lines = List.copyOf(lines);
    }

    /**
     * One meter.
     *
     * @param meter vcpu, memory, disk (what was allocated) or cpu-used (what was really used, and costs nothing)
     * @param unit what the quantity counts: vCPU-ms, MiB-ms or ms
     * @param cost US dollars; rounded here and nowhere before, half up, to a millionth
     */
    public record Line(String meter, String unit, long quantity, String cost) {}
}

package io.smartboxes.console.words;

import io.smartboxes.api.v1.UsageSum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Quantities and money in words. Whole numbers come from the API; only their spelling is shortened here. */
public final class Amounts {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long SECOND_MILLIS = 1_000;
    private static final long MIB_PER_GIB = 1_024;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private Amounts() {}

    /** Of one meter of a sum; 0 when it is not there. */
    public static long quantity(@Nullable UsageSum sum, String meter) {
        return sum == null
                ? 0
                : sum.lines().stream()
                        .filter(line -> line.meter().equals(meter))
                        .mapToLong(UsageSum.Line::quantity)
                        .sum();
    }

    public static String vcpu(long millis) {
        return time(BigDecimal.valueOf(millis), "vCPU");
    }

    public static String cpu(long millis) {
        return time(BigDecimal.valueOf(millis), "CPU");
    }

    public static String gib(long mibMillis) {
        return time(
                BigDecimal.valueOf(mibMillis).divide(BigDecimal.valueOf(MIB_PER_GIB), 6, RoundingMode.HALF_UP), "GiB");
    }

    /** Dollars: four decimals from a cent on, else as fine as the API tells. */
    public static String dollars(String cost) {
        var exact = new BigDecimal(cost);
        if (exact.signum() == 0) {
            return "$0.00";
        }
        return exact.compareTo(CENT) < 0 ? "$" + exact.toPlainString() : "$" + format("#,##0.0000", exact);
    }

    private static String time(BigDecimal millis, String of) {
        return millis.compareTo(BigDecimal.valueOf(HOUR_MILLIS / 10)) >= 0
                ? format("#,##0.##", millis.divide(BigDecimal.valueOf(HOUR_MILLIS), 6, RoundingMode.HALF_UP)) + " " + of
                        + "-h"
                : format("#,##0.###", millis.divide(BigDecimal.valueOf(SECOND_MILLIS), 6, RoundingMode.HALF_UP)) + " "
                        + of + "-s";
    }

    private static String format(String pattern, BigDecimal value) {
        var format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }
}

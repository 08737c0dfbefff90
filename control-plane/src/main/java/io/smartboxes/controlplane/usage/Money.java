package io.smartboxes.controlplane.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** US dollars as text. */
final class Money {

    static final String CURRENCY = "USD";

    /** A millionth of a dollar: a sandbox of a second costs a few of them. */
    private static final int PLACES = 6;

    private Money() {}

    /** To a millionth, half up: once, where a line is shown. */
    static BigDecimal rounded(BigDecimal exact) {
        return exact.setScale(PLACES, RoundingMode.HALF_UP);
    }

    /** As it is, without an exponent. */
    static String exact(BigDecimal exact) {
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}

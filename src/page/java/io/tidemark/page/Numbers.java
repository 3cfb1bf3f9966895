package io.tidemark.page;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats numbers for sentences. */
final class Numbers {

    private static final int DIGITS = 3;

    private Numbers() {}

    /** Returns a number without exponent and trailing zeros, rounded to three digits after the point. */
    static String plain(double number) {
        return BigDecimal.valueOf(number)
                .setScale(DIGITS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}

package io.tidemark.wal;

import java.util.HexFormat;
import java.util.Locale;

/**
 * A log sequence number: a byte position in PostgreSQL's write-ahead log, an unsigned 64-bit number.
 *
 * <p>Comparison is unsigned, over all 64 bits, never by text. Source: PostgreSQL documentation, "pg_lsn Type".
 *
 * @param value the position in bytes, as an unsigned number
 */
public record Lsn(long value) implements Comparable<Lsn> {

    /** The start of the log; PostgreSQL calls it {@code InvalidXLogRecPtr}. */
    public static final Lsn ZERO = new Lsn(0);

    private static final int HALF_DIGITS = 8;

    /**
     * Parses PostgreSQL's text form: two hexadecimal numbers of one to eight digits with a slash between them, in
     * either case, with or without leading zeros ({@code 0/016B3748}, as PostgreSQL 19 prints it).
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw notAnLsn(text);
        }
        long high = half(text, 0, slash);
        long low = half(text, slash + 1, text.length());
        return new Lsn(high << Integer.SIZE | low);
    }

    private static long half(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > HALF_DIGITS) {
            throw notAnLsn(text);
        }
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw notAnLsn(text);
            }
        }
        return HexFormat.fromHexDigitsToLong(text, from, to);
    }

    private static IllegalArgumentException notAnLsn(String text) {
        return new IllegalArgumentException("Not an LSN: '" + text
                + "'; expected two hexadecimal numbers of one to eight digits with a slash between, as in 16/B374D848");
    }

    /** Returns the distance in bytes by which this position lies after the other; zero if it does not. */
    public long bytesAfter(Lsn other) {
        return compareTo(other) <= 0 ? 0 : value - other.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Returns PostgreSQL's text form without leading zeros, as versions up to 18 print it. */
    @Override
    public String toString() {
        return (Long.toHexString(value >>> Integer.SIZE) + "/" + Long.toHexString(value & 0xFFFF_FFFFL))
                .toUpperCase(Locale.ROOT);
    }
}

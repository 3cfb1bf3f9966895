package io.tidemark.redis;

import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.util.HexFormat;

/**
 * A position as the store keeps it: 8 hexadecimal digits of timeline and 16 of LSN, lower case, so that the order of the
 * texts is the order of the positions. Redis scripts compare them as text because Lua's numbers hold only 53 bits.
 */
final class PositionText {

    private static final int TIMELINE_DIGITS = 8;
    private static final int LENGTH = 24;
    private static final HexFormat HEX = HexFormat.of();

    private PositionText() {}

    static String of(Position position) {
        return HEX.toHexDigits(position.timeline())
                + HEX.toHexDigits(position.lsn().value());
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if the text was not made by {@link #of}
     */
    static Position parse(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException(
                    "Not a stored position: '" + text + "'; expected " + LENGTH + " hexadecimal digits");
        }
        int timeline = HexFormat.fromHexDigits(text, 0, TIMELINE_DIGITS);
        long lsn = HexFormat.fromHexDigitsToLong(text, TIMELINE_DIGITS, LENGTH);
        return new Position(timeline, new Lsn(lsn));
    }
}

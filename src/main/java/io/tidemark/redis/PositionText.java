package io.tidemark.redis;

import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The text form of a position in the store: 8 hexadecimal digits of timeline and 16 of LSN, in lower case, so that the
 * texts sort like the positions. Redis scripts compare texts because Lua numbers hold only 53 bits.
 */
final class PositionText {

    private static final int TIMELINE_DIGITS = 8;
    private static final int LENGTH = 24;
    private static final String NO_TIMELINE = "0".repeat(TIMELINE_DIGITS);

    private static final HexFormat HEX = HexFormat.of();

    private PositionText() {}

    static String of(Position position) {
        return HEX.toHexDigits(position.timeline())
                + HEX.toHexDigits(position.lsn().value());
    }

    /** Reads the stored form; empty if it is no position. A timeline is neither zero nor negative. */
    static Optional<Position> read(String text) {
        return isStored(text) ? Optional.of(parse(text)) : Optional.empty();
    }

    private static boolean isStored(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7' || text.startsWith(NO_TIMELINE)) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the stored form.
     *
     * @throws IllegalArgumentException if the text is not a result of {@link #of}
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

package io.tidemark.writes;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position with its cluster, in a form that one application sends to another; or an unknown position, which only the
 * primary covers.
 *
 * <p>The text form is {@code v1.CLUSTER.TIMELINE.LSN}, with the LSN in 16 hexadecimal digits, or {@code v1.primary}. It
 * needs no escape in a URL, a header or a property of a message.
 *
 * @param known the position; empty if it is unknown
 */
public record PortablePosition(Optional<Known> known) {

    /** A known position and its cluster. */
    public record Known(ClusterId cluster, Position position) {}

    /** The unknown position, which only the primary covers. */
    public static final PortablePosition UNKNOWN = new PortablePosition(Optional.empty());

    private static final String UNKNOWN_TEXT = "v1.primary";
    private static final Pattern TEXT = Pattern.compile("v1\\.([0-9]{1,20})\\.([0-9]{1,10})\\.([0-9A-F]{16})");

    /** The maximum length of an invalid text in a message about it. */
    private static final int SHOWN = 80;

    /** Returns the position of a reading. */
    public static PortablePosition of(PositionReading reading) {
        return of(reading.cluster(), reading.position());
    }

    /** Returns a known position of this cluster. */
    public static PortablePosition of(ClusterId cluster, Position position) {
        return new PortablePosition(Optional.of(new Known(cluster, position)));
    }

    /**
     * Parses the result of {@link #text}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static PortablePosition parse(String text) {
        if (text.equals(UNKNOWN_TEXT)) {
            return UNKNOWN;
        }
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw notAPosition(text);
        }
        try {
            return of(
                    new ClusterId(Long.parseUnsignedLong(parts.group(1))),
                    new Position(
                            Integer.parseInt(parts.group(2)), new Lsn(HexFormat.fromHexDigitsToLong(parts.group(3)))));
        } catch (IllegalArgumentException outOfRange) {
            IllegalArgumentException wrong = notAPosition(text);
            wrong.initCause(outOfRange);
            throw wrong;
        }
    }

    private static IllegalArgumentException notAPosition(String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return new IllegalArgumentException("Not a position: '" + shown
                + "'; expected the text that RoutedWork.position() gave, as in v1.7301234567890123456.1.00000016B374D848"
                + " or " + UNKNOWN_TEXT);
    }

    /** Returns the text form. */
    public String text() {
        return known.map(sent -> "v1." + sent.cluster() + "." + sent.position().timeline() + "."
                        + HexFormat.of()
                                .toHexDigits(sent.position().lsn().value())
                                .toUpperCase(Locale.ROOT))
                .orElse(UNKNOWN_TEXT);
    }

    /** Returns a position that covers both, if they are present. */
    public static Optional<PortablePosition> both(Optional<PortablePosition> one, Optional<PortablePosition> two) {
        return one.isPresent() && two.isPresent() ? Optional.of(one.get().and(two.get())) : one.or(() -> two);
    }

    /** Returns a position that covers both. */
    public PortablePosition and(PortablePosition other) {
        if (known.isEmpty() || other.known.isEmpty()) {
            return UNKNOWN;
        }
        Known one = known.get();
        Known two = other.known.get();
        return one.cluster().equals(two.cluster())
                ? of(one.cluster(), one.position().max(two.position()))
                : UNKNOWN;
    }

    /**
     * Returns this position, which was read later than the other. It covers the other, unless the two are of the same
     * cluster and the other is larger: then this position was read on a server that was left behind, or is unknown.
     */
    PortablePosition after(PortablePosition other) {
        boolean comparable = known.isPresent()
                && other.known.isPresent()
                && known.get().cluster().equals(other.known.get().cluster());
        return comparable ? and(other) : this;
    }

    /**
     * Returns the position that a read on this primary's cluster must include; empty if only the primary covers it.
     *
     * <p>A position that the primary does not have is replaced as described in {@link PrimaryWatch#attainableNow}.
     *
     * @throws ServerFault if a query was necessary and failed
     */
    public Optional<Position> on(PrimaryWatch primary) throws ServerFault {
        if (known.isEmpty() || !belongsTo(primary)) {
            return Optional.empty();
        }
        Position attainable = primary.attainableNow(known.get().position());
        // The query may have revealed another primary.
        return belongsTo(primary) ? Optional.of(attainable) : Optional.empty();
    }

    private boolean belongsTo(PrimaryWatch primary) {
        return primary.clusterOfReads().equals(known.map(Known::cluster));
    }
}

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
 * A position as one application tells it to another, with the cluster that it belongs to; or that it is not known, so that
 * only the primary can be sure to have what was written.
 *
 * <p>As text, {@code v1.CLUSTER.TIMELINE.LSN}, the LSN in 16 hexadecimal digits, or {@code v1.primary}: no character in it
 * needs an escape in a URL, a header or a message's property.
 *
 * @param known empty if it is not known
 */
public record PortablePosition(Optional<Known> known) {

    /** A position on the cluster that it belongs to. */
    public record Known(ClusterId cluster, Position position) {}

    /** Not known: only the primary will do. */
    public static final PortablePosition UNKNOWN = new PortablePosition(Optional.empty());

    private static final String UNKNOWN_TEXT = "v1.primary";
    private static final Pattern TEXT = Pattern.compile("v1\\.([0-9]{1,20})\\.([0-9]{1,10})\\.([0-9A-F]{16})");

    /** How much of a text that is none is repeated in the message about it. */
    private static final int SHOWN = 80;

    /** A known one. */
    public static PortablePosition of(PositionReading reading) {
        return of(reading.cluster(), reading.position());
    }

    /** A known one of that cluster. */
    public static PortablePosition of(ClusterId cluster, Position position) {
        return new PortablePosition(Optional.of(new Known(cluster, position)));
    }

    /**
     * Reads what {@link #text} made.
     *
     * @throws IllegalArgumentException if the text is anything else
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

    /** The position as text. */
    public String text() {
        return known.map(sent -> "v1." + sent.cluster() + "." + sent.position().timeline() + "."
                        + HexFormat.of()
                                .toHexDigits(sent.position().lsn().value())
                                .toUpperCase(Locale.ROOT))
                .orElse(UNKNOWN_TEXT);
    }

    /** What covers both, of which either may be missing. */
    public static Optional<PortablePosition> both(Optional<PortablePosition> one, Optional<PortablePosition> two) {
        return one.isPresent() && two.isPresent() ? Optional.of(one.get().and(two.get())) : one.or(() -> two);
    }

    /** What covers both. */
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
     * This one, which was read later than the other. It covers the other, whatever that is, unless it is of the same
     * cluster and less far: then it was read on a server that was left behind, or is not known.
     */
    PortablePosition after(PortablePosition other) {
        boolean comparable = known.isPresent()
                && other.known.isPresent()
                && known.get().cluster().equals(other.known.get().cluster());
        return comparable ? and(other) : this;
    }

    /**
     * What a read must include for it, beside this primary; empty if only the primary itself will do.
     *
     * <p>What the primary does not have is replaced as {@link PrimaryWatch#attainableNow} says.
     *
     * @throws ServerFault if the primary had to be asked, and did not answer
     */
    public Optional<Position> on(PrimaryWatch primary) throws ServerFault {
        if (known.isEmpty() || !belongsTo(primary)) {
            return Optional.empty();
        }
        Position attainable = primary.attainableNow(known.get().position());
        // The primary may have been asked, and have turned out to be another one.
        return belongsTo(primary) ? Optional.of(attainable) : Optional.empty();
    }

    private boolean belongsTo(PrimaryWatch primary) {
        return primary.cluster().equals(known.map(Known::cluster));
    }
}

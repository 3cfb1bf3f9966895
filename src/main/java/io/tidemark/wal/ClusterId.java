package io.tidemark.wal;

/**
 * A database cluster, known by the identifier that initdb drew and every physical copy keeps. Positions of different
 * clusters are unrelated.
 *
 * @param systemIdentifier {@code system_identifier} of {@code pg_control_system()}, as an unsigned number
 */
public record ClusterId(long systemIdentifier) {

    @Override
    public String toString() {
        return Long.toUnsignedString(systemIdentifier);
    }
}

package io.tidemark.wal;

/**
 * Which database cluster a server belongs to: what initdb drew, and every physical copy keeps. Positions of different
 * clusters have nothing to do with each other.
 *
 * @param systemIdentifier {@code system_identifier} of {@code pg_control_system()}, to be read as unsigned
 */
public record ClusterId(long systemIdentifier) {

    @Override
    public String toString() {
        return Long.toUnsignedString(systemIdentifier);
    }
}

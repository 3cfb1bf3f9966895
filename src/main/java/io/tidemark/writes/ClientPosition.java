package io.tidemark.writes;

import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Optional;

/**
 * The positions that the client of a request remembers: the one that it sent, and the one that it must receive, which
 * covers the request's writes.
 *
 * <p>One object for a request and all work that it hands over. Thread-safe.
 */
public final class ClientPosition {

    private Optional<PortablePosition> brought;
    private Optional<PortablePosition> written = Optional.empty();
    private boolean onlyHere;

    /** Creates the positions of a client that sent this position. */
    public ClientPosition(Optional<PortablePosition> brought) {
        this.brought = brought;
    }

    /** Returns the position that the client's reads must include. */
    public synchronized Optional<PortablePosition> brought() {
        return brought;
    }

    /**
     * Replaces the unknown position of a client that has written by the primary's current one, which covers its writes.
     *
     * @throws ServerFault if the position cannot be read
     */
    public void replaceUnknown(PrimaryWatch primary) throws ServerFault {
        PositionReading now = primary.positionForRead();
        synchronized (this) {
            brought = Optional.of(PortablePosition.of(now));
            written = written.or(() -> brought);
            onlyHere = true;
        }
    }

    synchronized void wrote(WriteOutcome recorded) {
        written = PortablePosition.both(written, Optional.of(recorded.position()));
        onlyHere |= recorded.kept() == Kept.NOWHERE;
    }

    /** Returns the position that the client must receive because nothing else remembers it. */
    public synchronized Optional<PortablePosition> mustSend() {
        return onlyHere ? toSend() : Optional.empty();
    }

    /**
     * Returns a position that covers all writes of the client; empty if this request adds none to the position that the
     * client sent.
     */
    public synchronized Optional<PortablePosition> toSend() {
        return written.map(now -> brought.map(now::after).orElse(now));
    }
}

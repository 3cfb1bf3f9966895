package io.tidemark.writes;

import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.WriteOutcome.Kept;
import java.util.Optional;

/**
 * What the client of a request remembers for itself: the position that it brought, and the one that it is to take away,
 * which covers what the request has written.
 *
 * <p>One for a request and all that it hands over. Thread-safe.
 */
public final class ClientPosition {

    private Optional<PortablePosition> brought;
    private Optional<PortablePosition> written = Optional.empty();
    private boolean onlyHere;

    /** Of a client that brought this. */
    public ClientPosition(Optional<PortablePosition> brought) {
        this.brought = brought;
    }

    /** What the client's reads must include. */
    public synchronized Optional<PortablePosition> brought() {
        return brought;
    }

    /**
     * Finds a position for a client that only knows that it wrote: what is committed by now covers that, and replaces it.
     *
     * @throws ServerFault if the primary does not tell its position
     */
    public void replaceUnknown(PrimaryWatch primary) throws ServerFault {
        PositionReading now = primary.positionAfterNow();
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

    /** What the client must be told, since nothing else remembers it. */
    public synchronized Optional<PortablePosition> mustSend() {
        return onlyHere ? toSend() : Optional.empty();
    }

    /** What covers all that the client has written; empty if this request adds nothing to what it brought. */
    public synchronized Optional<PortablePosition> toSend() {
        return written.map(now -> brought.map(now::after).orElse(now));
    }
}

package io.tidemark.wal;

/**
 * A server that can be asked for its position. The port of both roles.
 *
 * <p>Used by one thread at a time, the one that polls the server. An implementation keeps a connection of its own
 * between calls, and opens a new one by itself when that is lost.
 */
public interface PositionSource extends AutoCloseable {

    /**
     * Asks the server now: the answer's position was read after the call began.
     *
     * @throws ServerFault if it does not answer within the implementation's time-out, or is unfit for its role
     */
    PositionReading read() throws ServerFault;

    /**
     * Has a primary put on disk what it has in its log, up to now; replicas are not sent it before. A replica does
     * nothing. Costs the primary a flush.
     *
     * @throws ServerFault if it does not answer, or is unfit for its role
     */
    void flush() throws ServerFault;

    /**
     * Gives up the connection that it keeps, and breaks it, so that nobody else gets it either: it leads to a server that
     * was replaced. The next call opens another one. Does not throw.
     */
    void discardConnection();

    /** Returns what is held. Does not throw. */
    @Override
    void close();
}

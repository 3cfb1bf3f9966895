package io.tidemark.wal;

import java.util.Set;

/**
 * A server that is queried for its position. It is the port of both roles.
 *
 * <p>Only one thread at a time uses it: the thread that polls the server. An implementation holds one connection
 * between calls, and replaces it when it is lost.
 */
public interface PositionSource extends AutoCloseable {

    /**
     * Queries the server. The position is read after this call began.
     *
     * @throws ServerFault if the server does not answer within the implementation's timeout, or is unfit for its role
     */
    PositionReading read() throws ServerFault;

    /**
     * Returns the transactions whose commit waits for a synchronous standby. A replica has none.
     *
     * @throws ServerFault if the server does not answer
     */
    default Set<Long> waitingCommits() throws ServerFault {
        return Set.of();
    }

    /**
     * Makes a primary flush its log up to now, because replicas receive only the flushed part. Has no effect on a
     * replica. Costs the primary a flush.
     *
     * @throws ServerFault if the server does not answer, or is unfit for its role
     */
    void flush() throws ServerFault;

    /**
     * Discards the connection, and breaks it so that a pool does not reuse it: it leads to a server that was replaced.
     * The next call opens another one. Does not throw.
     */
    void discardConnection();

    /** Releases the connection. Does not throw. */
    @Override
    void close();
}

package io.tidemark.wal;

import java.util.Set;

/** A server that forwards each call to another one. A subclass changes some of the calls. As thread-safe as {@link PositionSource}. */
public abstract class ForwardingSource implements PositionSource {

    private final PositionSource server;

    protected ForwardingSource(PositionSource server) {
        this.server = server;
    }

    @Override
    public PositionReading read() throws ServerFault {
        return server.read();
    }

    @Override
    public final Set<Long> waitingCommits() throws ServerFault {
        return server.waitingCommits();
    }

    @Override
    public final void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public final void discardConnection() {
        server.discardConnection();
    }

    @Override
    public final void close() {
        server.close();
    }
}

package io.tidemark.it.support;

import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the polls of a server. */
public final class CountedPolls implements PositionSource {

    private final PositionSource server;
    private final AtomicInteger polls = new AtomicInteger();

    public CountedPolls(PositionSource server) {
        this.server = server;
    }

    /** {@return the number of polls so far} */
    public int count() {
        return polls.get();
    }

    @Override
    public PositionReading read() throws ServerFault {
        polls.incrementAndGet();
        return server.read();
    }

    @Override
    public void flush() throws ServerFault {
        server.flush();
    }

    @Override
    public void discardConnection() {
        server.discardConnection();
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.tidemark.it.support;

import io.tidemark.wal.ForwardingSource;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the polls of a server. */
public final class CountedPolls extends ForwardingSource {

    private final AtomicInteger polls = new AtomicInteger();

    public CountedPolls(PositionSource server) {
        super(server);
    }

    /** {@return the number of polls so far} */
    public int count() {
        return polls.get();
    }

    @Override
    public PositionReading read() throws ServerFault {
        polls.incrementAndGet();
        return super.read();
    }
}

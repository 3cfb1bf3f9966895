package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ReplicaPool;
import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;

/** A pool whose connections cover a position if the test says so; they do when there are no answers left. */
public final class ScriptedReplicaPool implements ReplicaPool {

    /** The name in the decisions of {@link ScriptedRouting}. */
    static final ReplicaName NAME = ReplicaName.of("the replica");

    /** The number of connections that reads hold. */
    int inUse;

    final Deque<Boolean> answers = new ArrayDeque<>();

    private final ReplicaName name;
    private final DataSource source;

    ScriptedReplicaPool(DataSource source) {
        this(NAME, source);
    }

    public ScriptedReplicaPool(ReplicaName name, DataSource source) {
        this.name = name;
        this.source = source;
    }

    @Override
    public ReplicaName name() {
        return name;
    }

    @Override
    public boolean isEligible() {
        return true;
    }

    @Override
    public void readBegins() {
        inUse++;
    }

    @Override
    public void readEnded() {
        inUse--;
    }

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public boolean covers(Connection borrowed, Optional<Position> required, Depends depends) {
        return answers.isEmpty() || answers.remove();
    }

    @Override
    public boolean stillCovers(Connection held, Optional<Position> required, Depends depends) {
        return covers(held, required, depends);
    }
}

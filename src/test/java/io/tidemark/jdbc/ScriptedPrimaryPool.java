package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;

/** A pool whose connections lead to the primary if the test says so; they do when there are no answers left. */
final class ScriptedPrimaryPool implements PrimaryPool {

    final Deque<Boolean> answers = new ArrayDeque<>();

    private final DataSource source;

    ScriptedPrimaryPool(DataSource source) {
        this.source = source;
    }

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public boolean leadsToPrimary(Connection borrowed) {
        return answers.isEmpty() || answers.remove();
    }

    @Override
    public Optional<Backend> backend(Connection borrowed) {
        return Optional.empty();
    }
}

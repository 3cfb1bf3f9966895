package io.tidemark.jdbc;

import io.tidemark.routing.Decision;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Admits a connection of the replica if the test says so; it does when there are no answers left. */
public final class ScriptedAdmission implements Admission {

    final Deque<Boolean> answers = new ArrayDeque<>();

    /** The answers for the primary's connections. */
    final Deque<Boolean> primaries = new ArrayDeque<>();

    @Override
    public boolean admits(Connection borrowed, Decision decision) {
        return answers.isEmpty() || answers.remove();
    }

    @Override
    public boolean stillAdmits(Connection held, Decision decision) {
        return admits(held, decision);
    }

    @Override
    public boolean leadsToPrimary(Connection borrowed) {
        return primaries.isEmpty() || primaries.remove();
    }

    @Override
    public Optional<Backend> backend(Connection primary) {
        return Optional.empty();
    }
}

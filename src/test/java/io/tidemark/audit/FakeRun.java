package io.tidemark.audit;

import io.tidemark.wal.Position;
import io.tidemark.wal.ReplicaName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A statement whose rows on the replica are given. */
final class FakeRun implements ReplicaRun {

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch aborted = new CountDownLatch(1);
    private final String shape;
    private final Execution execution;

    /** The execution on the replica. */
    interface Execution {
        List<List<String>> rows(FakeRun run, Position required) throws SQLException;
    }

    FakeRun(String shape, Execution execution) {
        this.shape = shape;
        this.execution = execution;
    }

    static FakeRun of(List<List<String>> rows) {
        return new FakeRun("select a from t", (run, required) -> rows);
    }

    /** A statement that runs until it is aborted. */
    static FakeRun endless() {
        return new FakeRun("select endless", (run, required) -> {
            try {
                run.aborted.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new SQLException("aborted", "08006");
        });
    }

    @Override
    public ReplicaName replica() {
        return ReplicaName.of("the replica");
    }

    @Override
    public String shape() {
        return shape;
    }

    @Override
    public String likelyCause() {
        return "a test";
    }

    @Override
    public void on(Position required, Duration timeout, long most, RowHash rows) throws SQLException {
        begun.countDown();
        ResultSet found = FakeRows.of(execution.rows(this, required));
        while (rows.rows() < most && found.next()) {
            rows.add(found);
        }
    }

    @Override
    public void abort() {
        aborted.countDown();
    }
}

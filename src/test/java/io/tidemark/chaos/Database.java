package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import io.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** The test's own operations on the primary, at the begin and the end of a run. They are recorded, too. */
final class Database {

    private final Supplier<PostgresServer> primary;
    private final Recorder recorder;

    Database(Supplier<PostgresServer> primary, Recorder recorder) {
        this.primary = primary;
        this.recorder = recorder;
    }

    /** Sets all objects to version 0, and creates those that do not exist. */
    void writeFirstVersions() throws SQLException {
        for (long object : ClientLoop.objects()) {
            String value = "first-" + object;
            long start = recorder.now();
            primary.get()
                    .execute("INSERT INTO things (id, color, version) VALUES (" + object + ", '" + value
                            + "', 0) ON CONFLICT (id) DO UPDATE SET color = excluded.color, version = 0");
            add(Kind.WRITE, object, value, start, List.of(new Seen(object, 0, value)));
        }
    }

    /** Reads all objects. */
    void readAll() throws SQLException {
        try (Connection connection = primary.get().superuser().getConnection();
                PreparedStatement read =
                        connection.prepareStatement("SELECT version, color FROM things WHERE id = ?")) {
            for (long object : ClientLoop.objects()) {
                long start = recorder.now();
                read.setLong(1, object);
                try (ResultSet row = read.executeQuery()) {
                    List<Seen> seen =
                            row.next() ? List.of(new Seen(object, row.getLong(1), row.getString(2))) : List.of();
                    add(Kind.FINAL_READ, object, "", start, seen);
                }
            }
        }
    }

    private void add(Kind kind, long object, String value, long start, List<Seen> seen) {
        recorder.add(new Operation(
                recorder.number(),
                start,
                recorder.now(),
                "the test",
                "",
                "",
                kind,
                object,
                value,
                seen,
                Outcome.OK,
                200,
                "",
                ""));
    }
}

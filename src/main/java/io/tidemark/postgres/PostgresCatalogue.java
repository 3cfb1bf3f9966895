package io.tidemark.postgres;

import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The catalogue of a server: functions, operators, types, relations, and the objects that the stored expressions of views,
 * row security policies, default arguments and domains use. The primary has each change first.
 *
 * <p>Each reading compares {@link CatalogueFingerprints}, then reads the changed tables, and the expressions whose rows have
 * changed. The first reading that begins after the commit of a change therefore has it, however it was made. With 20,000
 * functions and 2,000 views of 30 columns, a reading without a change takes 4 to 5 ms of the server's processor, the first
 * one about 200 ms ({@code CatalogueCost} measures it).
 *
 * <p>Every role may read all of this. Each reading borrows a connection, and any failure breaks it. Rows that a reading got
 * before it failed are kept. For one thread.
 */
public final class PostgresCatalogue implements CatalogueSource {

    /** The time for a cancelled query to end, in milliseconds. After it, the connection is broken. */
    private static final int GRACE = 2_000;

    private final DataSource source;
    private final int timeoutSeconds;
    private final CatalogueRows rows = new CatalogueRows();
    private Map<String, String> fingerprints = Map.of();

    /** Work with a connection. */
    @FunctionalInterface
    private interface Task<R> {
        R with(CatalogueQueries queries) throws SQLException;
    }

    /**
     * Prepares readings, each with a connection of its own.
     *
     * @param source leads to the primary, or to a replica, which has the changes that it has replayed
     * @param timeout the maximum time of each query of a reading, rounded up to seconds
     */
    public PostgresCatalogue(DataSource source, Duration timeout) {
        this.source = source;
        this.timeoutSeconds = Math.toIntExact(timeout.plusMillis(999).toSeconds());
    }

    @Override
    public boolean hasChanged() throws CatalogueUnavailable {
        return ask(queries -> !CatalogueFingerprints.read(queries).equals(fingerprints) || rows.haveChanged(queries));
    }

    @Override
    public void read(CatalogueBuilder builder) throws CatalogueUnavailable {
        fingerprints = ask(queries -> {
            // Before the rows: the next reading detects a change that happens while they are read.
            Map<String, String> now = CatalogueFingerprints.read(queries);
            rows.refresh(queries, now);
            return now;
        });
        new CatalogueTranslator(rows, builder).describe();
    }

    private <R> R ask(Task<R> task) throws CatalogueUnavailable {
        try {
            return TimedConnection.ask(
                    source,
                    timeoutSeconds * 1_000 + GRACE,
                    connection -> task.with(new CatalogueQueries(connection, timeoutSeconds)));
        } catch (SQLException | RuntimeException failed) {
            throw new CatalogueUnavailable(FailureText.inWords(failed), failed);
        }
    }
}

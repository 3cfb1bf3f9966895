package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.sql.Statements;
import io.tidemark.sql.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Checks the table of statements, with which {@code Classifier} is tested, on a real standby. */
@Tag("standalone")
class StatementsIT {

    private static final String DATABASE = "statements";

    /** Read-only, not supported during recovery, an error inside, recovery in progress. */
    private static final Set<String> REFUSALS = Set.of("25006", "0A000", "XX000", "55000");

    private static final Servers SERVERS = TestServers.running();

    /** The outcome of a statement: rows, in any order, or the SQL state of an error. */
    private record Outcome(List<String> rows, String state, String message) {
        boolean ran() {
            return state.isEmpty();
        }
    }

    private static int version;

    @BeforeAll
    static void makeDatabase() throws Exception {
        version = Integer.parseInt(SERVERS.primary().query("SHOW server_version_num")) / 10_000;
        SERVERS.onPrimary("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
        SERVERS.onPrimary("CREATE DATABASE " + DATABASE);
        try (Connection connection = on(SERVERS.primary()).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Statements.schema());
        }
        SERVERS.postgres().awaitReplica();
    }

    @AfterAll
    static void dropDatabase() throws Exception {
        SERVERS.onPrimary("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    private static PGSimpleDataSource on(PostgresServer server) {
        PGSimpleDataSource source = (PGSimpleDataSource) server.superuser();
        source.setDatabaseName(DATABASE);
        return source;
    }

    private static Stream<Statements.Line> statements(String kind) {
        return all().filter(line -> line.is(kind));
    }

    private static Stream<Statements.Line> all() {
        return Statements.all().stream().filter(line -> !isNewerThanTheServer(line));
    }

    static Stream<Statements.Line> reads() {
        return all().filter(line -> line.verdict() != Verdict.WRITE);
    }

    static Stream<Statements.Line> refused() {
        return statements("refused");
    }

    static Stream<Statements.Line> accepted() {
        return statements("accepted");
    }

    static Stream<Statements.Line> unproved() {
        return statements("unproved");
    }

    static Stream<Statements.Line> broken() {
        return statements("broken");
    }

    @Test
    void theClassifierSaysWhatTheTableSays() throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        new PostgresCatalogue(on(SERVERS.primary()), Duration.ofSeconds(30)).read(builder);
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        List<String> wrong = all().filter(line -> line.verdict() != classifier.verdict(line.sql()))
                .map(line -> "expected " + line.verdict() + " for " + line.why() + ": " + line.sql())
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyStatementIsOfOneKind() {
        for (Statements.Line line : Statements.all()) {
            long kinds = Stream.of("refused", "accepted", "unproved", "broken")
                    .filter(line::is)
                    .count();
            assertEquals(line.verdict() == Verdict.WRITE ? 1 : 0, kinds, line.sql());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reads")
    void aStandbyAnswersAReadLikeItsPrimary(Statements.Line line) throws SQLException {
        Outcome standby = standby(line);
        assertTrue(standby.ran(), standby.message());
        Outcome primary = primary(line);
        assertTrue(primary.ran(), primary.message());
        if (!line.is("varying")) {
            assertEquals(primary.rows(), standby.rows());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void aStandbyRefusesIt(Statements.Line line) throws SQLException {
        Outcome standby = standby(line);
        assertTrue(REFUSALS.contains(standby.state()), standby.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void aStandbyRunsWhatItShouldNotBeAsked(Statements.Line line) throws SQLException {
        Outcome standby = standby(line);
        assertTrue(standby.ran(), standby.message());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unproved")
    void aStandbyAnswersLikeItsPrimaryWhatCannotBeProved(Statements.Line line) throws SQLException {
        assertEquals(primary(line), standby(line));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void itIsNoSql(Statements.Line line) throws SQLException {
        Outcome standby = standby(line);
        assertFalse(standby.ran());
        assertFalse(REFUSALS.contains(standby.state()), standby.toString());
    }

    /** Lines name the version that brought what they use. */
    private static boolean isNewerThanTheServer(Statements.Line line) {
        for (int since = version + 1; since <= 18; since++) {
            if (line.why().contains("since " + since)) {
                return true;
            }
        }
        return false;
    }

    private static Outcome standby(Statements.Line line) throws SQLException {
        try (Connection connection = on(SERVERS.replica()).getConnection()) {
            return run(connection, line);
        }
    }

    /** Leaves no trace there. */
    private static Outcome primary(Statements.Line line) throws SQLException {
        try (Connection connection = on(SERVERS.primary()).getConnection()) {
            connection.setAutoCommit(false);
            try {
                return run(connection, line);
            } finally {
                connection.rollback();
            }
        }
    }

    private static Outcome run(Connection connection, Statements.Line line) {
        try (Statement statement = ready(connection, line)) {
            boolean rows = statement instanceof PreparedStatement prepared
                    ? prepared.execute()
                    : statement.execute(line.sql());
            List<String> results = new ArrayList<>();
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    collect(statement.getResultSet(), results);
                }
                rows = statement.getMoreResults();
            }
            Collections.sort(results);
            return new Outcome(results, "", "");
        } catch (SQLException failed) {
            return new Outcome(List.of(), String.valueOf(failed.getSQLState()), String.valueOf(failed.getMessage()));
        }
    }

    /** With nothing for each parameter. */
    private static Statement ready(Connection connection, Statements.Line line) throws SQLException {
        if (line.is("plain") || line.sql().indexOf('?') < 0) {
            return connection.createStatement();
        }
        PreparedStatement statement = connection.prepareStatement(line.sql());
        int parameters = statement.getParameterMetaData().getParameterCount();
        for (int i = 1; i <= parameters; i++) {
            statement.setNull(i, Types.NULL);
        }
        return statement;
    }

    private static void collect(ResultSet rows, List<String> results) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
                row.append(rows.getString(i)).append('|');
            }
            results.add(row.toString());
        }
    }
}

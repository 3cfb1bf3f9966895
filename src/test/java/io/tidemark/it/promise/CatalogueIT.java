package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.it.support.Awaiting;
import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.sql.CatalogueWatch;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.sql.Verdict;
import io.tidemark.time.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The catalogue as a real server has it, read with the rights of the application's role. */
@Tag("standalone")
class CatalogueIT {

    private static final String CALL = "SELECT rate_of(1)";

    private final Servers servers = TestServers.running();
    private final PostgresCatalogue source =
            new PostgresCatalogue(servers.primary().application(), Duration.ofSeconds(30));

    private void declare(String volatility) throws SQLException {
        servers.onPrimary(
                "CREATE OR REPLACE FUNCTION rate_of(int) RETURNS int LANGUAGE sql " + volatility + " AS 'SELECT $1'");
    }

    @AfterEach
    void drop() throws SQLException {
        servers.onPrimary("DROP FUNCTION IF EXISTS rate_of(int)");
    }

    private void learn(Classifier classifier) throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        source.read(builder);
        classifier.learn(builder.build());
    }

    @Test
    void aFunctionThatIsReplacedIsNoticedWhenTheCatalogueIsReadAgain() throws Exception {
        Classifier classifier = new Classifier();
        declare("STABLE");
        learn(classifier);
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(CALL), "it may ask for the time");
        declare("VOLATILE");
        assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict(CALL));
        learn(classifier);
        assertEquals(Verdict.WRITE, classifier.verdict(CALL));
        declare("IMMUTABLE");
        learn(classifier);
        assertEquals(Verdict.READ, classifier.verdict(CALL));
    }

    @Test
    void aFunctionThatIsNewIsLookedUpWhenItIsMet() throws Exception {
        Classifier classifier = new Classifier();
        CatalogueWatch.Schedule schedule = new CatalogueWatch.Schedule(Duration.ofHours(1), Duration.ofMillis(1));
        CatalogueWatch watch =
                new CatalogueWatch(source, List.of(), FunctionPolicy.PLAIN, classifier, schedule, Ticker.SYSTEM);
        Thread thread = new Thread(watch);
        thread.start();
        try (watch) {
            Awaiting.until("the catalogue", () -> classifier.verdict("SELECT pg_typeof(1)") == Verdict.READ);
            declare("STABLE");
            // Each asks anew: the text differs, as an application's does that puts values into it.
            int[] asked = {0};
            Awaiting.until(
                    "the new function",
                    () -> classifier.verdict("SELECT rate_of(" + asked[0]++ + ")") == Verdict.READ_BY_CLOCK);
        }
        thread.join();
    }

    @Test
    void aTemporaryChildIsNoticedBehindItsParent() throws Exception {
        servers.onPrimary(
                "CREATE TABLE parent_of_temporary (a int); CREATE VIEW view_of_parent AS TABLE parent_of_temporary");
        try (Connection session = servers.primary().superuser().getConnection();
                Statement statement = session.createStatement()) {
            Classifier classifier = new Classifier();
            learn(classifier);
            assertEquals(Verdict.READ, classifier.verdict("TABLE view_of_parent"));
            statement.execute("CREATE TEMP TABLE temporary_child () INHERITS (parent_of_temporary)");
            learn(classifier);
            assertEquals(Verdict.WRITE, classifier.verdict("TABLE parent_of_temporary"));
            assertEquals(Verdict.WRITE, classifier.verdict("TABLE view_of_parent"));
            statement.execute("DROP TABLE parent_of_temporary CASCADE");
        }
    }

    @Test
    void aColumnOfTransactionsIsKnownByItsNewName() throws Exception {
        servers.onPrimary("CREATE TABLE of_transactions (entered xid)");
        try {
            Classifier classifier = new Classifier();
            learn(classifier);
            assertEquals(Verdict.READ_BY_CLOCK, classifier.verdict("SELECT age(arrived) FROM of_transactions"));
            servers.onPrimary("ALTER TABLE of_transactions RENAME entered TO arrived");
            Awaiting.until("the new name", () -> {
                if (source.hasChanged()) {
                    learn(classifier);
                }
                return classifier.verdict("SELECT age(arrived) FROM of_transactions") == Verdict.WRITE;
            });
        } finally {
            servers.onPrimary("DROP TABLE of_transactions");
        }
    }

    @Test
    void aReadingThatTakesTooLongIsCancelledOnTheServer() throws Exception {
        PGSimpleDataSource named = (PGSimpleDataSource) servers.primary().application();
        named.setApplicationName("catalogue-that-waits");
        try (Connection other = servers.primary().superuser().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE pg_policy");
            PostgresCatalogue waiting = new PostgresCatalogue(named, Duration.ofMillis(500));
            assertThrows(CatalogueUnavailable.class, () -> waiting.read(new CatalogueBuilder(FunctionPolicy.PLAIN)));
            String left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'catalogue-that-waits'";
            Awaiting.until(
                    "the end of the query", () -> servers.primary().query(left).equals("0"));
        }
    }

    @Test
    void aServerThatRefusesIsToldAsItTells() {
        PGSimpleDataSource wrong = (PGSimpleDataSource) servers.primary().application();
        wrong.setPassword("wrong");
        assertThrows(CatalogueUnavailable.class, () -> new PostgresCatalogue(wrong, Duration.ofSeconds(1))
                .read(new CatalogueBuilder(FunctionPolicy.PLAIN)));
    }
}

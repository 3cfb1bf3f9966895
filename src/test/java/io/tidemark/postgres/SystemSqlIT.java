package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.time.Ticker;
import io.tidemark.wal.Backend;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ReplicaWatchSettings;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The library's own queries, on connections where a schema before {@code pg_catalog} has a function or an operator for each that they
 * use, and raises an error; and where temporary tables have the names of the catalogue's.
 */
@Tag("standalone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemSqlIT {

    private static final String DATABASE = "hiding";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What cannot be made, such as a function of an internal type, is left out. */
    private static final String HIDING =
            """
            CREATE SCHEMA hiding;
            GRANT USAGE ON SCHEMA hiding TO PUBLIC;
            CREATE FUNCTION pg_temp.tries(statement text) RETURNS integer LANGUAGE plpgsql AS $$
            BEGIN EXECUTE statement; RETURN 1; EXCEPTION WHEN OTHERS THEN RETURN 0; END $$;
            SELECT sum(pg_temp.tries(format(
                'CREATE FUNCTION hiding.%I(%s) RETURNS %s LANGUAGE plpgsql AS $f$BEGIN RAISE EXCEPTION ''hidden''; END$f$',
                proname, pg_get_function_identity_arguments(oid), pg_get_function_result(oid))))
            FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind IN ('f', 'a')
              AND proname ~ '^(pg_|age$|host$|inet_server|left$|unnest$|count$|sum$|max$|array_agg$|quote_ident$|length$'
                '|clock_timestamp$|current_setting$|set_config$|current_database$|starts_with$|pg_has_role$)';
            CREATE FUNCTION pg_temp.hide(operator regoperator) RETURNS integer LANGUAGE plpgsql AS $$
            DECLARE o pg_operator := (SELECT p FROM pg_operator p WHERE oid = operator);
            BEGIN
              EXECUTE format('CREATE FUNCTION hiding.operator_%s(%s, %s) RETURNS %s LANGUAGE plpgsql
                AS $f$BEGIN RAISE EXCEPTION ''hidden''; END$f$',
                o.oid, o.oprleft::regtype, o.oprright::regtype, o.oprresult::regtype);
              EXECUTE format('CREATE OPERATOR hiding.%s (FUNCTION = hiding.operator_%s, LEFTARG = %s, RIGHTARG = %s)',
                o.oprname, o.oid, o.oprleft::regtype, o.oprright::regtype);
              RETURN 1;
            EXCEPTION WHEN OTHERS THEN RETURN 0; END $$;
            SELECT sum(pg_temp.hide(oid::regoperator)) FROM pg_operator
            WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprleft <> 0
              AND oprname IN ('=', '<>', '<', '>', '<=', '>=', '||', '*', '+', '-', '&&');
            """;

    private static final String TEMPORARY =
            """
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT relname FROM pg_catalog.pg_class
                WHERE relnamespace = 'pg_catalog'::regnamespace AND relname ~ '^pg_(proc|namespace|depend|extension|aggregate|operator|type|cast|class'
                  '|inherits|attribute|rewrite|policy|constraint|language|database|collation|index|partitioned_table'
                  '|stat_activity|stat_wal_receiver)$' LOOP
                EXECUTE format('CREATE TEMP TABLE %I (nothing pg_catalog.int4)', name);
              END LOOP;
              CREATE TEMP TABLE text (nothing pg_catalog.int4);
              CREATE TEMP TABLE oid (nothing pg_catalog.int4);
              CREATE TEMP TABLE regclass (nothing pg_catalog.int4);
              CREATE TEMP TABLE regtype (nothing pg_catalog.int4);
              CREATE TEMP TABLE xid (nothing pg_catalog.int4);
              CREATE TEMP TABLE refcursor (nothing pg_catalog.int4);
              CREATE TEMP TABLE record (nothing pg_catalog.int4);
            END $$""";

    private final Servers servers = TestServers.running();

    @BeforeAll
    void makeDatabase() throws Exception {
        servers.onPrimary("CREATE DATABASE " + DATABASE);
        try (Connection connection = of(servers.primary().superuser(), "").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(HIDING);
        }
        servers.postgres().awaitReplica();
    }

    @AfterAll
    void dropDatabase() throws SQLException {
        servers.onPrimary("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    private static DataSource of(DataSource source, String path) {
        PGSimpleDataSource there = (PGSimpleDataSource) source;
        there.setDatabaseName(DATABASE);
        if (!path.isEmpty()) {
            there.setOptions("-c search_path=" + path);
        }
        return there;
    }

    private DataSource primary() {
        return of(servers.primary().superuser(), "hiding,pg_catalog");
    }

    private DataSource replica() {
        return of(servers.replica().superuser(), "hiding,pg_catalog");
    }

    /** Each connection of it has temporary tables before it is handed out. */
    private DataSource withTemporaryTables() {
        DataSource source = of(servers.primary().superuser(), "");
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = source.getConnection();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(TEMPORARY);
                    }
                    return connection;
                });
    }

    @Test
    void whatIsHiddenIsHiddenIndeed() throws SQLException {
        try (Connection connection = primary().getConnection();
                Statement statement = connection.createStatement()) {
            for (String hidden : new String[] {
                "SELECT pg_current_wal_insert_lsn()", "SELECT 'a'::text || 'b'::text", "SELECT 1::oid = 2::oid"
            }) {
                SQLException raised = assertThrows(SQLException.class, () -> statement.execute(hidden));
                assertTrue(String.valueOf(raised.getMessage()).contains("hidden"), raised.getMessage());
            }
        }
        try (Connection connection = withTemporaryTables().getConnection();
                Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute("SELECT oid FROM pg_proc"));
            assertThrows(SQLException.class, () -> statement.execute("SELECT 1::text"));
        }
    }

    private void assertReadsAsEver(DataSource source) throws Exception {
        try (PostgresPrimary hiding = new PostgresPrimary(source, TIMEOUT);
                PostgresPrimary usual = new PostgresPrimary(servers.primary().application(), TIMEOUT)) {
            PositionReading before = usual.read();
            PositionReading reading = hiding.read();
            assertEquals(before.server(), reading.server());
            assertTrue(reading.position().covers(before.position()));
            hiding.flush();
        }
        readCatalogue(source);
        Backend own;
        try (Connection connection = source.getConnection();
                PostgresPrimary usual = new PostgresPrimary(servers.primary().application(), TIMEOUT)) {
            PrimaryWatch watch = new PrimaryWatch("the primary", usual, Duration.ofHours(1), TIMEOUT, Ticker.SYSTEM);
            own = new PrimaryConnections(watch).backend(connection).orElseThrow();
            assertTrue(new PostgresBackends(source, TIMEOUT)
                    .activity(own)
                    .orElseThrow()
                    .betweenTransactions());
        }
    }

    /** Throws if one of its questions fails. */
    private static void readCatalogue(DataSource source) throws Exception {
        PostgresCatalogue catalogue = new PostgresCatalogue(source, TIMEOUT);
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        catalogue.read(builder);
        // The temporary tables of the next connection are a change.
        catalogue.hasChanged();
        builder.build();
    }

    @Test
    void functionsAndOperatorsBeforeTheCataloguesChangeNothing() throws Exception {
        assertReadsAsEver(primary());
        try (PostgresReplica hiding = new PostgresReplica(replica(), TIMEOUT);
                PostgresReplica usual = new PostgresReplica(servers.replica().application(), TIMEOUT);
                Connection connection = replica().getConnection();
                PostgresPrimary leader = new PostgresPrimary(servers.primary().application(), TIMEOUT)) {
            PositionReading before = usual.read();
            PositionReading reading = hiding.read();
            assertEquals(before.server(), reading.server());
            assertTrue(reading.position().covers(before.position()));
            PrimaryWatch watch = new PrimaryWatch("the primary", leader, Duration.ofHours(1), TIMEOUT, Ticker.SYSTEM);
            ReplicaWatch replica = new ReplicaWatch(
                    ReplicaSource.of(ReplicaName.of("the replica"), usual),
                    watch,
                    new ReplicaWatchSettings(Duration.ofHours(1), Duration.ofMinutes(30), CollationRule.REQUIRE_SAME),
                    Ticker.SYSTEM);
            // Throws if its question fails.
            new ReplicaConnections(replica, TIMEOUT, new LockTimeout(Duration.ofSeconds(1)))
                    .covers(connection, Optional.empty());
        }
    }

    @Test
    void temporaryTablesWithTheCataloguesNamesChangeNothing() throws Exception {
        assertReadsAsEver(withTemporaryTables());
    }
}

package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import io.tidemark.sql.Catalogue;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Tests {@code CatalogueWatch} on a real catalogue: changes are detected, and an incremental read gives the same result
 * as a full one.
 */
@Tag("standalone")
class CatalogueChangesIT {

    private static final String DATABASE = "catalogue";

    private static final Servers SERVERS = TestServers.running();

    private static final List<String> CHANGES = List.of(
            "CREATE FUNCTION new_one(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION new_one(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1'",
            "ALTER FUNCTION new_one(int) IMMUTABLE",
            "CREATE OR REPLACE FUNCTION new_one(int DEFAULT nextval('seq')) RETURNS int LANGUAGE sql STABLE AS 'SELECT"
                    + " 1'",
            "DROP FUNCTION new_one(int)",
            "ALTER FUNCTION adding_transition(int, int) VOLATILE",
            "CREATE AGGREGATE new_sum(int) (SFUNC = int4pl, STYPE = int)",
            "CREATE OR REPLACE AGGREGATE new_sum(int) (SFUNC = writing_transition, STYPE = int)",
            "CREATE OPERATOR %%> (LEFTARG = int, RIGHTARG = int, FUNCTION = writing_plus)",
            "DROP OPERATOR %%> (int, int)",
            "CREATE VIEW new_view AS SELECT id FROM t",
            "CREATE OR REPLACE VIEW new_view AS SELECT id FROM t WHERE g < now()",
            "CREATE OR REPLACE VIEW new_view AS SELECT id FROM t WHERE do_write(a) > 0",
            "CREATE OR REPLACE VIEW new_view AS SELECT id FROM t FOR UPDATE",
            "ALTER VIEW new_view RENAME TO newer_view",
            "DROP VIEW newer_view",
            "ALTER TABLE node SET UNLOGGED",
            "ALTER TABLE node SET LOGGED",
            "ALTER DOMAIN good_domain ADD CHECK (writing_check(VALUE))",
            "CREATE DOMAIN new_domain AS writing_domain",
            "DROP DOMAIN new_domain",
            "CREATE CAST (int AS mood) WITH FUNCTION to_mood(int)",
            "DROP CAST (int AS mood)",
            "ALTER TABLE u ENABLE ROW LEVEL SECURITY; CREATE POLICY writes ON u USING (do_write(id) > 0)",
            "ALTER POLICY writes ON u USING (id > 0)",
            "DROP POLICY writes ON u",
            "CREATE UNLOGGED TABLE child () INHERITS (node)",
            "ALTER TABLE child NO INHERIT node",
            "ALTER TABLE child INHERIT node",
            "DROP TABLE child",
            "CREATE TABLE more_shades (a shade[])",
            "CREATE FUNCTION another_shade() RETURNS SETOF more_shades LANGUAGE sql STABLE AS 'TABLE more_shades'",
            "ALTER TABLE node ADD COLUMN m email[]",
            "ALTER TABLE node DROP COLUMN m",
            "CREATE TYPE more_emails AS (e email[])",
            "ALTER TYPE more_emails ADD ATTRIBUTE s span",
            "CREATE FUNCTION of_more_emails(more_emails) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'",
            "CREATE VIEW in_more_emails AS SELECT of_more_emails(NULL)",
            "CREATE OPERATOR =%= (LEFTARG = text, RIGHTARG = email, FUNCTION = same_email)",
            "ALTER TABLE node ADD COLUMN s deep_shade",
            "ALTER TABLE node DROP COLUMN s",
            "CREATE CAST (varchar AS shade) WITH INOUT AS IMPLICIT",
            "CREATE SEQUENCE new_seq",
            "ALTER SCHEMA app RENAME TO app_2");

    private final CatalogueSource source = source();

    @BeforeEach
    void makeDatabase() throws SQLException {
        SERVERS.onPrimary("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
        SERVERS.onPrimary("CREATE DATABASE " + DATABASE);
        execute(Statements.schema());
        execute("CREATE FUNCTION to_mood(int) RETURNS mood LANGUAGE sql VOLATILE AS 'SELECT ''fine''::mood'");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        SERVERS.onPrimary("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    private static PGSimpleDataSource database() {
        PGSimpleDataSource source = (PGSimpleDataSource) SERVERS.primary().superuser();
        source.setDatabaseName(DATABASE);
        return source;
    }

    private static CatalogueSource source() {
        return new PostgresCatalogue(database(), Duration.ofSeconds(30));
    }

    /** Without a trace in the counters: they may lag. */
    private static void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET track_counts = off");
            statement.execute(sql);
        }
    }

    private static Catalogue read(CatalogueSource source) throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        source.read(builder);
        return builder.build();
    }

    @Test
    void eachChangeIsNoticedAndReadAsIfAllWereRead() throws Exception {
        read(source);
        for (String change : CHANGES) {
            assertFalse(source.hasChanged(), "before " + change);
            execute(change);
            assertTrue(source.hasChanged(), change);
            assertEquals(read(source()), read(source), change);
        }
    }

    @Test
    void whatHasNoEffectIsNoChange() throws Exception {
        read(source);
        SERVERS.onPrimary("SELECT pg_current_xact_id()");
        execute("INSERT INTO node VALUES (9, 1, 'another')");
        execute("VACUUM ANALYZE");
        execute("VACUUM FREEZE pg_proc");
        assertFalse(source.hasChanged());
    }
}

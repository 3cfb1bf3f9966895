package io.tidemark.postgres;

import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueUnavailable;
import io.tidemark.sql.FunctionPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Measures the processor time of the primary that a reading of the catalogue takes, from the Linux scheduler's account of
 * the session's process. Not a test: run its main method with the URL of an empty database and a superuser's name and password.
 * The first run makes 20,000 functions and 2,000 views of 30 columns there.
 */
public final class CatalogueCost {

    private static final int ROUNDS = 20;

    private static final String OBJECTS =
            """
            CREATE TABLE wide AS SELECT 1 AS id;
            DO $$ BEGIN FOR i IN 1..30 LOOP EXECUTE format('ALTER TABLE wide ADD COLUMN c%s text', i); END LOOP; END $$;
            DO $$ BEGIN FOR i IN 1..20000 LOOP
              EXECUTE format('CREATE FUNCTION fun_%s(int, text) RETURNS int LANGUAGE sql STABLE AS
                ''SELECT count(*)::int FROM wide WHERE id = $1 AND c1 = $2 AND c2 = %s::text''', i, i);
            END LOOP; END $$;
            DO $$ DECLARE cols text; BEGIN
              SELECT string_agg(format('lower(coalesce(a.c%s, b.c%s)) || upper(a.c%s) AS d%s', i, i, i, i), ', ') INTO cols
              FROM generate_series(1, 30) i;
              FOR i IN 1..2000 LOOP
                EXECUTE format('CREATE VIEW view_%s AS SELECT %s FROM wide a JOIN wide b USING (id) WHERE a.id > %s', i, cols, i);
              END LOOP; END $$;
            """;

    private final Connection connection;
    private final PostgresCatalogue catalogue;

    private CatalogueCost(Connection connection) {
        this.connection = connection;
        this.catalogue = new PostgresCatalogue(always(connection), Duration.ofSeconds(60));
    }

    /** Takes the URL, the user and the password. */
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(arguments[0]);
        source.setUser(arguments[1]);
        source.setPassword(arguments[2]);
        try (Connection connection = source.getConnection()) {
            new CatalogueCost(connection).measure();
        }
    }

    private void measure() throws Exception {
        if (text("SELECT to_regclass('wide')") == null) {
            execute(OBJECTS);
            execute("VACUUM ANALYZE");
        }
        print("first reading", this::read);
        print("unchanged", catalogue::hasChanged);
        long before = processor();
        for (int i = 0; i < ROUNDS; i++) {
            catalogue.hasChanged();
        }
        report("unchanged, mean of " + ROUNDS, (processor() - before) / ROUNDS);
        execute("CREATE OR REPLACE VIEW view_1 AS TABLE view_1001");
        print("after a view was replaced", this::read);
        execute("CREATE TEMP TABLE of_another (id int)");
        print("after a temporary table was made", this::read);
        execute("ALTER FUNCTION fun_1 VOLATILE; ALTER FUNCTION fun_1 STABLE");
        print("after a function was altered", this::read);
    }

    private void read() throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        catalogue.read(builder);
        builder.build();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void print(String title, Work work) throws Exception {
        long before = processor();
        long begun = System.nanoTime();
        work.run();
        long elapsed = System.nanoTime() - begun;
        report(title + " (" + elapsed / 1_000_000 + " ms elapsed)", processor() - before);
    }

    private static void report(String title, long nanos) {
        StringWriter line = new StringWriter();
        new PrintWriter(line, true).printf("%-60s %8.1f ms of the server's processor", title, nanos / 1e6);
        System.out.println(line);
    }

    private long processor() throws SQLException {
        return Long.parseLong(text("SELECT split_part(pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1)"));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Leads to one session, which a reading does not close. */
    private static DataSource always(Connection connection) {
        Connection kept = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, values) -> method.getName().equals("close") ? null : method.invoke(connection, values));
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, values) -> kept);
    }
}

package io.tidemark.sql;

import io.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of its own with extensions in it. */
final class InstalledExtensions {

    private static final String DATABASE = "extensions";

    /**
     * A call of such a function may do something else than the declaration says: it is told the name of an object, or, in C,
     * a text, or nothing, so that what it answers is of the session or the server; its body builds a statement, changes
     * something, or asks the session; it has an argument that is named like a query. Not what only operators, casts and
     * indexes call, and no function that SQL cannot call.
     */
    private static final String SEEMS_OTHERWISE =
            """
            NOT EXISTS (SELECT FROM pg_operator WHERE oprcode = p.oid)
              AND NOT EXISTS (SELECT FROM pg_cast WHERE castfunc = p.oid)
              AND NOT EXISTS (SELECT FROM pg_amproc WHERE amproc = p.oid)
              AND p.prorettype <> ALL ('{internal,cstring,trigger}'::regtype[]::oid[])
              AND NOT '{internal,cstring}'::regtype[]::oid[] && p.proargtypes::oid[]
              AND p.prokind IN ('f', 'w')
              AND ('{regclass,regproc,regprocedure,regdictionary,oid}'::regtype[]::oid[] && p.proargtypes::oid[]
                OR l.lanname = 'c' AND (p.pronargs = 0 OR '{text,varchar,name,text[]}'::regtype[]::oid[] && p.proargtypes::oid[])
                OR l.lanname IN ('sql', 'plpgsql') AND p.prosrc ~* concat('\\m(execute|insert|update|delete|create|drop|alter|',
                  'truncate|set_config|current_setting|nextval|currval|setval|lastval|last_value|', ?, ')\\M')
                OR array_to_string(p.proargnames, ' ') ~* '(sql|query|table|schema|relation|expression|func|callback|conn|file|path)')
            """;

    private static final String FUNCTIONS =
            """
            SELECT e.extname, n.nspname, p.proname, p.prokind = 'p',
              'v' IN (SELECT c.provolatile FROM pg_proc c WHERE c.oid = p.oid UNION ALL
                SELECT c.provolatile FROM pg_aggregate a JOIN pg_proc c ON c.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
                  a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn) WHERE a.aggfnoid = p.oid),
            """
                    + SEEMS_OTHERWISE
                    + """
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
              JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
              JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
            WHERE e.extname <> 'plpgsql'
            """;

    private final PostgresServer primary;

    /** A function of an extension as the catalogue has it. */
    record Function(
            String extension,
            String schema,
            String name,
            boolean procedure,
            boolean isVolatile,
            boolean seemsOtherwise) {}

    private InstalledExtensions(PostgresServer primary) {
        this.primary = primary;
    }

    /** Recreates the database, and creates the available extensions with their dependencies. */
    static InstalledExtensions create(PostgresServer primary, Collection<String> extensions) throws SQLException {
        primary.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
        primary.execute("CREATE DATABASE " + DATABASE);
        InstalledExtensions made = new InstalledExtensions(primary);
        Set<String> available = made.available();
        available.retainAll(extensions);
        try (Connection connection = made.on(primary).getConnection();
                Statement statement = connection.createStatement()) {
            for (String extension : available) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS \"" + extension + "\"" + schema(statement, extension)
                        + " CASCADE");
            }
        }
        return made;
    }

    /** Its documentation asks for one of its own. */
    private static String schema(Statement statement, String extension) throws SQLException {
        if (!extension.equals("pg_partman")) {
            return "";
        }
        statement.execute("CREATE SCHEMA partman");
        return " SCHEMA partman";
    }

    PGSimpleDataSource on(PostgresServer server) {
        PGSimpleDataSource source = (PGSimpleDataSource) server.superuser();
        source.setDatabaseName(DATABASE);
        return source;
    }

    void drop() throws SQLException {
        primary.execute("DROP DATABASE " + DATABASE + " WITH (FORCE)");
    }

    /** {@return the created extensions} */
    Set<String> available() throws SQLException {
        return new TreeSet<>(pairs("SELECT name, default_version FROM pg_available_extensions")
                .keySet());
    }

    /** Versions by name. */
    Map<String, String> versions() throws SQLException {
        return pairs("SELECT extname, extversion FROM pg_extension");
    }

    private Map<String, String> pairs(String query) throws SQLException {
        Map<String, String> pairs = new TreeMap<>();
        try (Connection connection = on(primary).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
        }
        return pairs;
    }

    /** All that they have. */
    List<Function> functions() throws SQLException {
        List<Function> functions = new ArrayList<>();
        try (Connection connection = on(primary).getConnection();
                PreparedStatement query = connection.prepareStatement(FUNCTIONS)) {
            query.setString(1, String.join("|", harmful()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    functions.add(new Function(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getBoolean(4),
                            rows.getBoolean(5),
                            rows.getBoolean(6)));
                }
            }
        }
        return functions;
    }

    private static List<String> harmful() {
        return ExtensionFunctions.ENTRIES.stream()
                .filter(entry -> !entry.judgement().isHarmless())
                .flatMap(entry -> entry.names().stream())
                .toList();
    }
}

package io.tidemark.postgres;

import io.tidemark.sql.Catalogue;
import io.tidemark.sql.Catalogue.Volatility;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.CatalogueSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * What {@code pg_proc}, {@code pg_operator}, {@code pg_type}, {@code pg_class} and {@code pg_rewrite} say, in one query on the
 * primary, which has each change first.
 *
 * <p>What an expression calls is taken from its stored form: the functions of views, row security policies, default
 * arguments and the checks of domains. Every role may read all of that. A connection is borrowed for each reading; any
 * failure breaks it. For one thread.
 */
public final class PostgresCatalogue implements CatalogueSource {

    // The numbers of CURRENT_DATE to LOCALTIMESTAMP(n) are 0 to 8; those of CURRENT_ROLE and others come behind them.
    // Source:
    // primnodes.h.
    // PostgreSQL's own objects have numbers below 16384; of them only names, functions and operators are of interest.
    private static final String CATALOGUE =
            """
            WITH f AS (
              SELECT p.oid, n.nspname AS schema, p.proname AS name, p.prokind,
                     greatest(p.provolatile::text, (
                       SELECT max(c.provolatile::text)
                       FROM pg_aggregate a JOIN pg_proc c ON c.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
                         a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
                       WHERE a.aggfnoid = p.oid)) AS volatility,
                     coalesce(e.extname, '') AS extension
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              LEFT JOIN (pg_depend m JOIN pg_extension e ON m.refclassid = 'pg_extension'::regclass AND m.refobjid = e.oid
                AND m.classid = 'pg_proc'::regclass AND m.deptype = 'e') ON m.objid = p.oid),
            x AS (
              SELECT oid, typname FROM pg_type
              WHERE oid IN ('xid'::regtype, 'xid[]'::regtype) OR typbasetype IN ('xid'::regtype, 'xid[]'::regtype)),
            expression (kind, schema, name, tree) AS (
              SELECT 'function', n.nspname, p.proname, p.proargdefaults::text
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
              WHERE p.proargdefaults IS NOT NULL AND p.oid >= 16384
              UNION ALL
              SELECT 'type', '', t.typname, k.conbin::text
              FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid WHERE k.conbin IS NOT NULL AND k.oid >= 16384
              UNION ALL
              SELECT 'relation', '', c.relname, r.ev_action::text
              FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
              WHERE c.relkind = 'v' AND r.ev_type = '1' AND c.oid >= 16384
              UNION ALL
              SELECT 'relation', '', c.relname, l.polqual::text
              FROM pg_policy l JOIN pg_class c ON c.oid = l.polrelid WHERE l.polcmd IN ('r', '*')),
            named (kind, schema, name, what, oid) AS (
              SELECT e.kind, e.schema, e.name, m[1], m[2]::oid
              FROM expression e, regexp_matches(e.tree, ':(funcid|opfuncid|aggfnoid|winfnoid|relid) (\\d+)', 'g') m)
            SELECT kind, d.schema, d.name, f.schema, f.name, f.volatility, f.extension FROM (
              SELECT 'function' AS kind, schema, name, oid AS called FROM f WHERE prokind <> 'p'
              UNION ALL
              SELECT 'operator', '', oprname, oprcode FROM pg_operator WHERE oprcode <> 0
              UNION ALL
              SELECT 'type', '', typname, typinput FROM pg_type WHERE typtype IN ('b', 'd', 'e', 'r', 'm') AND typcategory <> 'A'
              UNION ALL
              SELECT 'type', '', t.typname, k.castfunc
              FROM pg_cast k JOIN pg_type t ON t.oid = k.casttarget WHERE k.castfunc <> 0 AND k.oid >= 16384
              UNION ALL
              SELECT kind, schema, name, oid FROM named WHERE what <> 'relid') d JOIN f ON f.oid = d.called
            UNION
            SELECT others.*, '' FROM (
            SELECT 'view', '', n.name, '', c.relname, 'i' FROM named n JOIN pg_class c ON c.oid = n.oid WHERE n.what = 'relid'
            UNION
            SELECT 'domain', '', t.typname, '', b.typname, 'i'
            FROM pg_type t JOIN pg_type b ON b.oid = t.typbasetype WHERE t.typtype = 'd' AND t.oid >= 16384
            UNION
            SELECT 'harmful', '', name, '', '', 'i' FROM expression WHERE tree LIKE '%:hasForUpdate true%'
            UNION
            SELECT 'harmful', '', relname, '', '', 'i' FROM pg_class
            WHERE relkind = 'f' OR (relkind IN ('r', 'p', 'v', 'm') AND relpersistence = 'u')
            UNION
            SELECT 'named', '', relname, '', '', 'i' FROM pg_class
            WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relpersistence <> 't'
            UNION
            SELECT 'transaction', '', a.attname, '', '', 'i' FROM pg_attribute a JOIN x ON x.oid = a.atttypid
            UNION
            SELECT 'transaction', '', typname, '', '', 'i' FROM x
            UNION
            SELECT 'transaction', '', p.proname, '', '', 'i' FROM pg_proc p JOIN x ON x.oid = p.prorettype
            UNION
            SELECT 'sequence', '', relname, '', '', 'i' FROM pg_class WHERE relkind = 'S'
            UNION
            SELECT 'clock', kind, name, '', '', 'i' FROM expression WHERE tree ~ '{SQLVALUEFUNCTION :op [0-8] '
            UNION
            SELECT 'attribute', '', p.proname, '', '', 'i' FROM pg_proc p JOIN pg_type t ON t.oid = p.proargtypes[0]
            WHERE p.oid >= 16384 AND p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1
              AND (t.typtype IN ('c', 'p') OR t.typbasetype <> 0)) others
            """;

    private final DataSource source;
    private final int timeoutMillis;

    /**
     * Connects at each reading.
     *
     * @param source leads to the primary
     * @param timeout how long an answer may take
     */
    public PostgresCatalogue(DataSource source, Duration timeout) {
        this.source = source;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public void read(CatalogueBuilder builder) throws Unavailable {
        try {
            read(TimedConnection.borrow(source, timeoutMillis), builder);
        } catch (SQLException | RuntimeException failed) {
            throw new Unavailable(Trouble.inWords(failed), failed);
        }
    }

    private static void read(TimedConnection timed, CatalogueBuilder builder) throws SQLException {
        try {
            try (PreparedStatement query = timed.connection().prepareStatement(CATALOGUE);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    add(rows, builder);
                }
            }
            timed.giveBack();
        } catch (SQLException | RuntimeException failed) {
            timed.discard();
            throw failed;
        }
    }

    private static void clock(String kind, String name, CatalogueBuilder builder) {
        switch (kind) {
            case "function" -> builder.clockFunction(name);
            case "type" -> builder.clockType(name);
            default -> builder.clockRelation(name);
        }
    }

    private static void add(ResultSet row, CatalogueBuilder builder) throws SQLException {
        String name = row.getString(3);
        Catalogue.Function called = new Catalogue.Function(
                row.getString(4), row.getString(5), Volatility.of(row.getString(6)), row.getString(7));
        switch (row.getString(1)) {
            case "function" -> builder.function(row.getString(2), name, called);
            case "operator" -> builder.operator(name, called);
            case "type" -> builder.type(name, called);
            case "relation" -> builder.relation(name, called);
            case "view" -> builder.view(name, called.name());
            case "domain" -> builder.domain(name, called.name());
            case "named" -> builder.relation(name);
            case "harmful" -> builder.harmfulRelation(name);
            case "transaction" -> builder.transaction(name);
            case "sequence" -> builder.sequence(name);
            case "clock" -> clock(row.getString(2), name, builder);
            case "attribute" -> builder.attribute(name);
            default -> throw new SQLException("No kind of row: " + row.getString(1));
        }
    }
}

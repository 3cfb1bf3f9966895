package io.tidemark.postgres;

import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.Catalogue.Volatility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The relevant rows of the catalogue, as of the last reading of each table. For one thread. */
final class CatalogueRows {

    /** Objects with a lower number come with PostgreSQL. Source: {@code FirstNormalObjectId} in {@code transam.h}. */
    static final long FIRST_OF_USERS = 16384;

    private final CachedRows<FunctionRow> functions = new CachedRows<>(
            Set.of(CatalogueFingerprints.FUNCTIONS, CatalogueFingerprints.NAMESPACES),
            """
            SELECT p.oid, n.nspname, p.proname, p.provolatile, p.prokind = 'p', coalesce(e.extname, ''),
                   p.provolatile <> 'v' AND (p.prorettype = ANY (c.oids) OR coalesce(p.proallargtypes, '{}') && c.oids),
                   CASE WHEN p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1 AND p.oid >= 16384
                        THEN p.proargtypes[0] ELSE 0 END
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            LEFT JOIN pg_extension e ON e.oid = d.refobjid
            CROSS JOIN (SELECT array_agg(oid) AS oids FROM pg_type
              WHERE oid = 'pg_catalog.refcursor'::regtype OR typelem = 'pg_catalog.refcursor'::regtype
                OR typbasetype = 'pg_catalog.refcursor'::regtype) c
            """,
            FunctionRow::of);

    private final CachedRows<AggregateRow> aggregates = new CachedRows<>(
            Set.of(CatalogueFingerprints.AGGREGATES),
            """
            SELECT aggfnoid::oid, aggtransfn::oid, aggfinalfn::oid, aggcombinefn::oid, aggserialfn::oid, aggdeserialfn::oid,
                   aggmtransfn::oid, aggminvtransfn::oid, aggmfinalfn::oid
            FROM pg_aggregate
            """,
            AggregateRow::of);

    private final CachedRows<OperatorRow> operators = new CachedRows<>(
            Set.of(CatalogueFingerprints.OPERATORS),
            "SELECT oid, oprname, oprcode::oid, oprleft, oprright, oprresult FROM pg_operator WHERE oprcode <> 0",
            OperatorRow::of);

    private final CachedRows<TypeRow> types = new CachedRows<>(
            Set.of(CatalogueFingerprints.TYPES),
            "SELECT oid, typname, typtype, typcategory, typinput::oid, typbasetype FROM pg_type",
            TypeRow::of);

    private final CachedRows<CastRow> casts = new CachedRows<>(
            Set.of(CatalogueFingerprints.CASTS),
            "SELECT castsource, casttarget, castfunc::oid, castcontext = 'i' FROM pg_cast WHERE oid >= 16384",
            CastRow::of);

    private final CachedRows<RelationRow> relations = new CachedRows<>(
            Set.of(CatalogueFingerprints.RELATIONS),
            "SELECT oid, relname, relkind, relpersistence, xmin::text FROM pg_class"
                    + " WHERE relkind = ANY ('{r,p,v,m,f,S}')",
            RelationRow::of);

    private final CachedRows<ChildRow> children = new CachedRows<>(
            Set.of(CatalogueFingerprints.CHILDREN), "SELECT inhrelid, inhparent FROM pg_inherits", ChildRow::of);

    private final XidNames transactions = new XidNames();
    private final CarrierNames carriers = new CarrierNames();
    private final TypeDependents converted = new TypeDependents();
    private final StoredExpressions expressions = new StoredExpressions();

    /**
     * A function.
     *
     * @param attributeOf the type of its argument if it can be called with one, and therefore like a column; else 0
     */
    record FunctionRow(long oid, Function function, boolean procedure, long attributeOf) {
        private static FunctionRow of(ResultSet row) throws SQLException {
            Function function = new Function(
                    row.getString(2),
                    row.getString(3),
                    Volatility.of(row.getString(4)),
                    row.getString(6),
                    row.getBoolean(7) ? "returns a cursor, which ends with its transaction" : "");
            return new FunctionRow(row.getLong(1), function, row.getBoolean(5), row.getLong(8));
        }
    }

    /** An aggregate, with the functions that it calls. */
    record AggregateRow(long oid, List<Long> parts) {
        private static AggregateRow of(ResultSet row) throws SQLException {
            LongStream.Builder parts = LongStream.builder();
            for (int column = 2; column <= 9; column++) {
                parts.add(row.getLong(column));
            }
            return new AggregateRow(
                    row.getLong(1),
                    parts.build().filter(part -> part != 0).boxed().toList());
        }
    }

    /**
     * An operator that calls a function.
     *
     * @param left the type of the left operand; 0 for a prefix operator
     */
    record OperatorRow(long oid, String name, long function, long left, long right, long result) {
        private static OperatorRow of(ResultSet row) throws SQLException {
            return new OperatorRow(
                    row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
        }
    }

    /**
     * A type.
     *
     * @param kind the letter of {@code typtype}
     * @param base the type under a domain; else 0
     */
    record TypeRow(long oid, String name, String kind, String category, long input, long base) {
        private static TypeRow of(ResultSet row) throws SQLException {
            return new TypeRow(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getLong(6));
        }

        boolean isArray() {
            return category.equals("A");
        }

        boolean isDomain() {
            return kind.equals("d");
        }

        /** True for composites, domains, which may be over one, and pseudo-types. */
        boolean mayBeRow() {
            return kind.equals("c") || kind.equals("p") || isDomain();
        }
    }

    /**
     * A cast.
     *
     * @param function the function that it calls; 0 for a cast without a function
     */
    record CastRow(long source, long target, long function, boolean implicit) {
        private static CastRow of(ResultSet row) throws SQLException {
            return new CastRow(row.getLong(1), row.getLong(2), row.getLong(3), row.getBoolean(4));
        }
    }

    /**
     * A relation.
     *
     * @param kind the letter of {@code relkind}
     * @param persistence p, u or t: permanent, unlogged or temporary
     * @param version the transaction that inserted the row
     */
    record RelationRow(long oid, String name, String kind, String persistence, String version) {
        private static RelationRow of(ResultSet row) throws SQLException {
            return new RelationRow(
                    row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5));
        }

        /** True for a relation of one session. A scope that can read it has created it, by a write. */
        boolean isTemporary() {
            return persistence.equals("t");
        }

        boolean isSequence() {
            return kind.equals("S");
        }

        /** True for a foreign or unlogged relation: a standby refuses the read, or returns other rows. */
        boolean isOfOneServer() {
            return kind.equals("f") || persistence.equals("u");
        }
    }

    /** A partition, or a table that inherits. A read of the parent includes it. */
    record ChildRow(long child, long parent) {
        private static ChildRow of(ResultSet row) throws SQLException {
            return new ChildRow(row.getLong(1), row.getLong(2));
        }
    }

    /** Returns whether a user created the object. */
    static boolean isOfUser(long oid) {
        return oid >= FIRST_OF_USERS;
    }

    void refresh(CatalogueQueries queries, Map<String, String> fingerprints) throws SQLException {
        for (CachedRows<?> section : List.of(functions, aggregates, operators, types, casts, relations, children)) {
            section.refresh(queries, fingerprints);
        }
        transactions.refresh(
                queries, relations(), fingerprints.getOrDefault(CatalogueFingerprints.ALTERED_COLUMNS, ""));
        carriers.refresh(queries, fingerprints, new OperandTypes(this, functionsByNumber()).ofVolatile());
        expressions.refresh(queries, fingerprints);
        converted.refresh(queries, new SuspectDomains(this).numbers());
    }

    /** Returns whether the types of columns have changed, which fingerprints do not show. */
    boolean haveChanged(CatalogueQueries queries) throws SQLException {
        return carriers.haveChanged(queries) || converted.haveChanged(queries);
    }

    List<FunctionRow> functions() {
        return functions.rows();
    }

    List<AggregateRow> aggregates() {
        return aggregates.rows();
    }

    List<OperatorRow> operators() {
        return operators.rows();
    }

    List<TypeRow> types() {
        return types.rows();
    }

    List<CastRow> casts() {
        return casts.rows();
    }

    List<RelationRow> relations() {
        return relations.rows();
    }

    List<ChildRow> children() {
        return children.rows();
    }

    List<String> transactions() {
        return transactions.names();
    }

    CarrierNames carriers() {
        return carriers;
    }

    /** Returns the objects that convert to {@link SuspectDomains}. */
    TypeDependents converted() {
        return converted;
    }

    StoredExpressions expressions() {
        return expressions;
    }

    /** Returns the declared functions by number. An aggregate is as volatile as the most volatile of its parts. */
    Map<Long, Function> functionsByNumber() {
        Map<Long, Function> byNumber = new HashMap<>();
        functions().forEach(row -> byNumber.put(row.oid(), row.function()));
        for (AggregateRow aggregate : aggregates.rows()) {
            Function whole = byNumber.get(aggregate.oid());
            if (whole != null) {
                byNumber.put(aggregate.oid(), asVolatileAs(whole, aggregate.parts(), byNumber));
            }
        }
        return byNumber;
    }

    private static Function asVolatileAs(Function whole, List<Long> parts, Map<Long, Function> byNumber) {
        Volatility most = whole.volatility();
        for (Long part : parts) {
            Function called = byNumber.get(part);
            Volatility volatility = called == null ? Volatility.VOLATILE : called.volatility();
            most = volatility.compareTo(most) > 0 ? volatility : most;
        }
        return new Function(whole.schema(), whole.name(), most, whole.extension(), whole.hidden());
    }
}

package io.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemSqlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SELECT oid FROM pg_proc p JOIN pg_type t; SELECT oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_type t",
                "SELECT a FROM pg_control_init(); SELECT a FROM pg_catalog.pg_control_init()",
                "SELECT a FROM pg_catalog.pg_proc; SELECT a FROM pg_catalog.pg_proc",
                "FROM (VALUES (?)) AS asked (process); FROM (VALUES (?)) AS asked (process)",
                "coalesce(host(a), ''); coalesce(pg_catalog.host(a), '')",
                "extract(epoch FROM clock_timestamp()); extract(epoch FROM pg_catalog.clock_timestamp())",
                "count(*); pg_catalog.count(*)",
                "xmin::text; xmin::pg_catalog.text",
                "(a)::bigint; (a)::bigint",
                "CAST(? AS oid[]); CAST(? AS pg_catalog.oid[])",
                "a::oid[] && b; a::pg_catalog.oid[] OPERATOR(pg_catalog.&&) b",
                "a = ANY (b); a OPERATOR(pg_catalog.=) ANY (b)",
                "a || ' = ' || b; a OPERATOR(pg_catalog.||) ' = ' OPERATOR(pg_catalog.||) b",
                "WHERE a <> 'left(b)' AND c IS NULL; WHERE a OPERATOR(pg_catalog.<>) 'left(b)' AND c IS NULL"
            })
    void namesAreOfTheCatalogueAndTheGrammarStays(String query, String qualified) {
        assertEquals(qualified, SystemSql.qualified(query));
    }
}

package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.sql.Catalogue.Volatility;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionFunctionsTest {

    private final CatalogueBuilder plain = new CatalogueBuilder(FunctionPolicy.PLAIN);

    private static Catalogue.Function function(String extension, String name, String volatility) {
        return new Catalogue.Function("public", name, Volatility.of(volatility), extension == null ? "" : extension);
    }

    private static Verdict verdict(CatalogueBuilder builder, String sql) {
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        return classifier.verdict(sql);
    }

    @ParameterizedTest
    @CsvSource({
        "tablefunc, crosstab, s, WRITE",
        ", crosstab, s, READ_BY_CLOCK",
        "hstore, crosstab, s, READ_BY_CLOCK",
        "isn, isn_weak, i, WRITE",
        "postgis, st_fromflatgeobuftotable, i, WRITE",
        "pgcrypto, gen_random_bytes, v, READ",
        ", gen_random_bytes, v, WRITE",
        "hstore, gen_random_bytes, v, WRITE",
        "uuid-ossp, uuid_generate_v4, v, READ",
        "uuid-ossp, uuid_generate_v1mc, v, READ_BY_CLOCK",
        "uuid-ossp, uuid_generate_v1, v, WRITE",
        "unaccent, unaccent, s, READ",
        ", unaccent, s, READ_BY_CLOCK",
        "pg_trgm, show_limit, s, WRITE",
        "dblink, dblink, v, WRITE"
    })
    void anEntryCountsForTheFunctionsOfItsExtension(String extension, String name, String volatility, Verdict verdict) {
        plain.function("public", name, function(extension, name, volatility));
        assertEquals(verdict, verdict(plain, "SELECT " + name + "(1)"));
        assertEquals(verdict, verdict(plain, "SELECT public." + name + "(1)"));
    }

    /** The judgement has looked into the functions of an extension that has entries. */
    @ParameterizedTest
    @CsvSource({"postgis, READ_BY_CLOCK", "other, WRITE", "'', WRITE"})
    void aHarmfulNameInABodyCountsUnlessTheExtensionWasJudged(String extension, Verdict verdict) {
        plain.function(
                "public", "f", new Catalogue.Function("public", "f", Volatility.STABLE, extension, "calls version"));
        assertEquals(verdict, verdict(plain, "SELECT f()"));
    }

    @Test
    void aFunctionOfTheDatabaseBesideTheExtensionsCounts() {
        plain.function("public", "gen_random_bytes", function("pgcrypto", "gen_random_bytes", "v"));
        plain.function("public", "gen_random_bytes", function("", "gen_random_bytes", "v"));
        assertEquals(Verdict.WRITE, verdict(plain, "SELECT gen_random_bytes(1)"));
    }

    @Test
    void anEntryCountsForOperatorsCastsAndViewsToo() {
        plain.operator("%", function("pg_trgm", "similarity_op", "s"));
        plain.type("geometry", function("postgis_topology", "geometry", "v"));
        plain.relation("weak", function("isn", "isn_weak", "i"));
        assertEquals(Verdict.READ, verdict(plain, "SELECT 'a' % 'b'"));
        assertEquals(Verdict.READ, verdict(plain, "SELECT 'POINT(0 0)'::geometry"));
        plain.relation("weak");
        plain.relation("strong");
        assertEquals(Verdict.WRITE, verdict(plain, "SELECT a FROM weak"));
        assertEquals(Verdict.READ, verdict(plain, "SELECT a FROM strong"));
    }

    @ParameterizedTest
    @CsvSource({
        "tablefunc, crosstab, s, crosstab, , READ_BY_CLOCK",
        "tablefunc, crosstab, s, crosstab, crosstab, WRITE",
        "pgcrypto, gen_salt, v, , gen_salt, WRITE",
        "pgcrypto, gen_salt, v, , other.gen_salt, READ",
        "pgcrypto, gen_salt, v, gen_salt, , READ"
    })
    void settingsSayMore(
            String extension, String name, String volatility, String safe, String unsafe, Verdict verdict) {
        CatalogueBuilder builder = new CatalogueBuilder(new FunctionPolicy(names(safe), names(unsafe)));
        builder.function("public", name, function(extension, name, volatility));
        assertEquals(verdict, verdict(builder, "SELECT " + name + "('')"));
    }

    private static FunctionNames names(String text) {
        return FunctionNames.parse(text == null ? "" : text);
    }

    @Test
    void noFunctionIsJudgedTwice() {
        Set<String> seen = new HashSet<>();
        for (ExtensionFunctions.Entry entry : ExtensionFunctions.ENTRIES) {
            assertFalse(entry.reason().isBlank());
            for (String name : entry.names()) {
                assertTrue(seen.add(entry.extension() + "." + name), name);
                assertEquals(name.toLowerCase(Locale.ROOT), name);
            }
        }
    }

    @Test
    void aReadOnlyTransactionDoesNotSendTextThatAnExtensionWouldRunWrongly() {
        String hidden = "SELECT * FROM crosstab('SELECT 1, 2, last_value FROM s') AS c(a int, b int)";
        assertEquals(StandbyEffect.WRONG, new Classifier().onStandby(hidden));
        assertEquals(StandbyEffect.FAITHFUL, new Classifier().onStandby(hidden.replace("last_value", "3")));
    }
}

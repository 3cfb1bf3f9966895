package io.tidemark.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Functions of extensions that are more harmful, or less, than their declaration.
 *
 * <p>An entry applies to all functions of that name in its extension, and to no function of the database itself.
 * Functions without an entry are correctly declared. These include all functions of {@code dblink},
 * {@code pg_stat_statements} and {@code postgres_fdw}, declared VOLATILE, and of {@code vector} (pgvector),
 * {@code hstore}, {@code ltree}, {@code citext} and {@code cube}, declared IMMUTABLE. Functions that return the version
 * of a library keep their declared volatility: their callers want to know about the server that runs the query.
 *
 * <p>Evaluated by calls on a standby: contrib of PostgreSQL 15 and 18; PostGIS 3.3.2 with raster, topology, SFCGAL, the
 * TIGER geocoder and the address standardizer; pg_partman 4.7.2. Evaluated by source code alone: the additions of
 * PostGIS 3.4 and pg_partman 5.3, pgvector 0.8, TimescaleDB 1.0 and 2.27.
 *
 * <p>Not detected: a raster whose pixels are in a file of the server ({@code postgis.enable_outdb_rasters}, off by
 * default). Every function that accesses its pixels reads the file.
 */
final class ExtensionFunctions {

    /** The evaluation of a function. */
    enum Judgement {
        /** Changes data, or answers differently on a standby. */
        HARMFUL,

        /** Runs SQL from a text argument, which may do either. */
        RUNS_TEXT,

        /** Gives the same or a random answer on a standby, and does not ask for the time. */
        HARMLESS,

        /** Gives the same or a random answer on a standby, and asks for the time. */
        HARMLESS_BY_CLOCK;

        boolean isHarmless() {
            return this == HARMLESS || this == HARMLESS_BY_CLOCK;
        }
    }

    /**
     * The evaluation of some functions of an extension.
     *
     * @param since the first version that has them; empty if all known versions do
     */
    record Entry(String extension, String since, Judgement judgement, String reason, Set<String> names) {}

    static final List<Entry> ENTRIES = List.of(
            entry("tablefunc", Judgement.RUNS_TEXT, "runs a query", "crosstab crosstab2 crosstab3 crosstab4"),
            entry("tablefunc", Judgement.RUNS_TEXT, "builds a query of its arguments", "connectby"),
            entry("tablefunc", Judgement.HARMLESS, "chance", "normal_rand"),
            entry("xml2", Judgement.RUNS_TEXT, "builds a query of its arguments", "xpath_table"),
            entry("xml2", Judgement.HARMLESS, "calculates; a style sheet can read no file", "xslt_process"),
            entry("isn", Judgement.HARMFUL, "sets or reads a mode of the session", "isn_weak"),
            entry("pg_trgm", Judgement.HARMFUL, "reads a setting of the session", "show_limit"),
            entry(
                    "pg_trgm",
                    Judgement.HARMLESS,
                    "compares",
                    """
                    similarity_op strict_word_similarity_commutator_op strict_word_similarity_op
                    word_similarity_commutator_op word_similarity_op
                    """),
            entry("unaccent", Judgement.HARMLESS, "reads a dictionary", "unaccent"),
            entry(
                    "pgcrypto",
                    Judgement.HARMLESS,
                    "chance",
                    """
                    gen_random_bytes gen_random_uuid gen_salt pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_encrypt
                    pgp_sym_encrypt_bytea
                    """),
            // Excludes uuid_generate_v1: its values contain the network address, which two servers may share.
            entry("uuid-ossp", Judgement.HARMLESS, "chance", "uuid_generate_v4"),
            entry("uuid-ossp", Judgement.HARMLESS_BY_CLOCK, "the time and chance", "uuid_generate_v1mc"),
            entry("intagg", Judgement.HARMLESS, "collects", "int_array_aggregate"),
            entry("tsm_system_rows", Judgement.HARMLESS, "chance", "system_rows"),
            entry("tsm_system_time", Judgement.HARMLESS, "chance", "system_time"),
            entry("address_standardizer", Judgement.HARMFUL, "reads relations that it is told", "standardize_address"),
            entry("postgis", Judgement.HARMFUL, "changes a table", "addgeometrycolumn"),
            entry("postgis", Judgement.HARMFUL, "creates a table", "st_fromflatgeobuftotable"),
            entry("postgis", Judgement.RUNS_TEXT, "builds a query of its arguments", "st_findextent"),
            entry(
                    "postgis",
                    Judgement.HARMLESS,
                    "collects",
                    "st_clusterintersecting st_clusterwithin st_collect st_makeline st_polygonize"),
            entry("postgis", "3.4", Judgement.HARMLESS, "collects", "st_coverageunion"),
            entry("postgis", Judgement.HARMLESS, "calculates", "st_asgeojson st_clusterkmeans st_symmetricdifference"),
            entry("postgis", Judgement.HARMLESS, "chance", "st_generatepoints"),
            entry("postgis", Judgement.HARMLESS, "reads the catalogue or statistics", "find_srid st_estimatedextent"),
            entry(
                    "postgis_raster",
                    Judgement.RUNS_TEXT,
                    "evaluates an expression, or calls a function that it is told",
                    "_st_mapalgebra st_mapalgebra st_mapalgebraexpr st_mapalgebrafct st_mapalgebrafctngb"),
            entry(
                    "postgis_raster",
                    Judgement.RUNS_TEXT,
                    "builds a query of its arguments",
                    "_st_valuecount st_retile st_valuecount st_valuepercent"),
            entry(
                    "postgis_raster",
                    Judgement.HARMFUL,
                    "reads a file of the server",
                    "st_addband st_bandfilesize st_bandfiletimestamp st_bandmetadata st_setbandindex st_setbandpath"),
            entry("postgis_raster", Judgement.HARMLESS, "calculates", "st_rotation st_setbandnodatavalue st_setvalue"),
            entry(
                    "postgis_topology",
                    Judgement.HARMLESS,
                    "reads a topology",
                    "findlayer findtopology geometry st_simplify st_srid"),
            entry(
                    "postgis_tiger_geocoder",
                    Judgement.HARMLESS,
                    "reads the geocoder's tables",
                    "location_extract_countysub_fuzzy"),
            entry("pg_partman", "5.3", Judgement.RUNS_TEXT, "calls what it is told", "check_time_encoder_decoder"),
            entry("pg_partman", "5.3", Judgement.HARMLESS, "calculates", "uuid7_time_decoder uuid7_time_encoder"),
            entry("timescaledb", Judgement.HARMFUL, "drops tables, and was declared STABLE before 2.0", "drop_chunks"),
            entry("timescaledb", "2.0", Judgement.HARMFUL, "describes the server", "get_os_info get_telemetry_report"),
            entry("timescaledb", "2.0", Judgement.HARMFUL, "calls what it is told", "subtract_integer_from_now"),
            entry("timescaledb", Judgement.HARMLESS, "calculates", "interpolate locf time_bucket_gapfill"),
            entry("timescaledb", Judgement.HARMLESS, "reads the catalogue", "show_tablespaces"),
            entry("timescaledb", "2.22", Judgement.HARMLESS, "chance", "to_uuidv7"),
            entry("timescaledb", "2.22", Judgement.HARMLESS_BY_CLOCK, "the time and chance", "generate_uuidv7"));

    private static final Map<String, Map<String, Entry>> JUDGED = byExtension();

    private static final Set<String> RUN_TEXT = WordList.of(String.join(
            " ",
            ENTRIES.stream()
                    .filter(entry -> entry.judgement == Judgement.RUNS_TEXT)
                    .flatMap(entry -> entry.names.stream())
                    .toList()));

    private ExtensionFunctions() {}

    private static Entry entry(String extension, Judgement judgement, String reason, String names) {
        return entry(extension, "", judgement, reason, names);
    }

    private static Entry entry(String extension, String since, Judgement judgement, String reason, String names) {
        return new Entry(extension, since, judgement, reason, WordList.of(names));
    }

    private static Map<String, Map<String, Entry>> byExtension() {
        Map<String, Map<String, Entry>> judged = new HashMap<>();
        for (Entry entry : ENTRIES) {
            Map<String, Entry> names = judged.computeIfAbsent(entry.extension, any -> new HashMap<>());
            entry.names.forEach(name -> names.put(name, entry));
        }
        return judged;
    }

    /** Returns the evaluation of a function, if it has an entry. */
    static Optional<Judgement> judgement(Catalogue.Function function) {
        return Optional.ofNullable(
                        JUDGED.getOrDefault(function.extension(), Map.of()).get(function.name()))
                .map(Entry::judgement);
    }

    /** Whether a function of this name, in any extension, runs SQL from a text argument. */
    static boolean runText(String name) {
        return RUN_TEXT.contains(name);
    }

    /** Whether the extension has entries. Its functions without an entry were found to be correctly declared. */
    static boolean judged(String extension) {
        return JUDGED.containsKey(extension);
    }
}

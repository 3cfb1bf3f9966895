package io.tidemark.sql;

import java.util.Set;

/**
 * Names of functions in {@code pg_catalog} of which every overload answers alike on a primary and on a standby that has
 * replayed as much, and changes nothing. Those of random and clock answer differently each time anyway.
 *
 * <p>Not here, on purpose: whatever writes, locks, notifies or sleeps; runs SQL that it is given as text ({@code ts_stat},
 * {@code ts_rewrite}, {@code query_to_xml}); reads the state of a session, a sequence or a server ({@code pg_*},
 * {@code current_setting}, {@code currval}, and {@code age}, which also counts transactions); casts written as functions.
 */
final class HarmlessFunctions {

    private static final Set<String> AGGREGATES = Words.of(
            """
            any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_object_agg jsonb_agg
            jsonb_object_agg max min range_agg range_intersect_agg string_agg sum
            corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
            regr_syy stddev stddev_pop stddev_samp var_pop var_samp variance
            mode percentile_cont percentile_disc
            cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
            """);

    private static final Set<String> STRINGS = Words.of(
            """
            ascii bit_length btrim char_length character_length chr concat concat_ws convert_from convert_to decode encode
            format initcap left length like lower lpad ltrim md5 normalize notlike octet_length overlay position
            quote_ident quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches
            regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim
            sha224 sha256 sha384 sha512 split_part starts_with string_to_array string_to_table strpos substr substring
            to_hex translate upper
            get_bit get_byte set_bit set_byte bit_count
            plainto_tsquery phraseto_tsquery websearch_to_tsquery to_tsquery to_tsvector setweight strip numnode querytree
            ts_headline ts_rank ts_rank_cd tsvector_to_array array_to_tsvector
            """);

    private static final Set<String> NUMBERS = Words.of(
            """
            abs acos acosd asin asind atan atan2 atan2d atand cbrt ceil ceiling cos cosd cosh cot cotd degrees div erf erfc
            exp factorial floor gcd lcm ln log log10 min_scale mod pi power pow radians random random_normal round scale
            sign sin sind sinh sqrt tan tand tanh to_number trim_scale trunc width_bucket
            """);

    private static final Set<String> DATES = Words.of(
            """
            clock_timestamp date_bin date_part date_trunc extract isfinite justify_days justify_hours justify_interval
            make_date make_interval make_time make_timestamp make_timestamptz now overlaps statement_timestamp timezone
            to_char to_date to_timestamp transaction_timestamp
            """);

    private static final Set<String> COMPOSITES = Words.of(
            """
            array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
            array_prepend array_remove array_replace array_to_json array_to_string array_upper cardinality
            generate_series generate_subscripts trim_array unnest
            isempty lower_inc lower_inf upper_inc upper_inf range_merge multirange
            int4range int8range numrange tsrange tstzrange daterange
            json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
            json_each_text json_extract_path json_extract_path_text json_object_keys json_strip_nulls json_to_record
            json_to_recordset json_typeof
            jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
            jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object_keys
            jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty
            jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof
            row_to_json to_json to_jsonb
            gen_random_uuid uuidv4 uuidv7 num_nonnulls num_nulls
            """);

    private HarmlessFunctions() {}

    /** Whether a function of this name, in the case in which PostgreSQL looks it up, is harmless. */
    static boolean contain(String name) {
        return AGGREGATES.contains(name)
                || STRINGS.contains(name)
                || NUMBERS.contains(name)
                || DATES.contains(name)
                || COMPOSITES.contains(name);
    }
}

package io.tidemark.sql;

import java.util.Set;

/**
 * Built-in names that begin with {@code pg_} and for which a standby answers like its primary: catalogue tables, which
 * are replicated like any other; views and functions that only read those; and types.
 *
 * <p>All other such names describe one server, one session or the moment ({@code pg_stat_*}, {@code pg_locks},
 * {@code pg_settings}, {@code pg_is_in_recovery}, {@code pg_relation_size}). A query of those means the server that
 * accepts writes.
 */
final class SystemNames {

    private static final Set<String> TABLES = WordList.of(
            """
            pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members pg_authid pg_cast pg_class
            pg_collation pg_constraint pg_conversion pg_database pg_db_role_setting pg_default_acl pg_depend pg_description
            pg_enum pg_event_trigger pg_extension pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_index
            pg_inherits pg_init_privs pg_language pg_namespace pg_opclass pg_operator pg_opfamily pg_parameter_acl
            pg_partitioned_table pg_policy pg_proc pg_publication pg_publication_namespace pg_publication_rel pg_range
            pg_rewrite pg_seclabel pg_sequence pg_shdepend pg_shdescription pg_shseclabel pg_statistic pg_statistic_ext pg_statistic_ext_data pg_tablespace
            pg_transform pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template pg_type
            pg_user_mapping
            pg_group pg_indexes pg_matviews pg_policies pg_roles pg_rules pg_shadow pg_stats pg_stats_ext pg_stats_ext_exprs pg_tables pg_user pg_user_mappings
            pg_views
            """);

    private static final Set<String> FUNCTIONS = WordList.of(
            """
            pg_basetype pg_char_to_encoding pg_collation_for pg_collation_is_visible pg_column_compression pg_column_is_updatable pg_column_size
            pg_column_toast_chunk_id
            pg_conversion_is_visible pg_describe_object pg_encoding_max_length pg_encoding_to_char pg_function_is_visible
            pg_get_constraintdef pg_get_expr pg_get_function_arg_default pg_get_function_arguments
            pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody pg_get_functiondef
            pg_get_indexdef pg_get_keywords pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef
            pg_get_serial_sequence pg_get_statisticsobjdef pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role
            pg_identify_object pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_input_is_valid pg_is_other_temp_schema
            pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors pg_partition_root pg_partition_tree
            pg_relation_is_updatable pg_sequence_parameters pg_size_bytes pg_size_pretty pg_snapshot_xip pg_snapshot_xmax
            pg_snapshot_xmin pg_table_is_visible pg_ts_config_is_visible pg_ts_dict_is_visible pg_type_is_visible pg_typeof
            pg_visible_in_snapshot pg_wal_lsn_diff
            """);

    private static final Set<String> TYPES = WordList.of("pg_catalog pg_lsn pg_snapshot");

    /** The functions behind operators of the two types. */
    private static final Set<String> OF_TYPES = WordList.of(
            """
            pg_lsn_cmp pg_lsn_eq pg_lsn_ge pg_lsn_gt pg_lsn_in pg_lsn_larger pg_lsn_le pg_lsn_lt pg_lsn_mi pg_lsn_mii pg_lsn_ne
            pg_lsn_pli pg_lsn_smaller pg_snapshot_in
            """);

    private static final String PREFIX = "pg_";

    private SystemNames() {}

    /** Whether the name is harmless in any position. Every name without the prefix is. */
    static boolean permit(String name) {
        return !name.startsWith(PREFIX)
                || TABLES.contains(name)
                || FUNCTIONS.contains(name)
                || TYPES.contains(name)
                || OF_TYPES.contains(name);
    }
}

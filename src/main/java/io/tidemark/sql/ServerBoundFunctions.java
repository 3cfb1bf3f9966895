package io.tidemark.sql;

import java.util.Set;

/**
 * Functions that a standby runs on itself although the caller means the primary: locks that exclude no session on the
 * primary, the state of sequences, snapshots that only this server can import, slots, statistics, processes, files and
 * server control.
 *
 * <p>Excluded are functions that a standby rejects ({@code nextval}, {@code currval}, {@code lo_create},
 * {@code pg_notify}), and those that only report the session or the server of the transaction ({@code pg_backend_pid},
 * {@code version}).
 */
final class ServerBoundFunctions {

    private static final Set<String> NAMES = WordList.of(
            """
            lo_export pg_cancel_backend pg_terminate_backend pg_reload_conf pg_rotate_logfile pg_promote
            pg_log_backend_memory_contexts pg_export_snapshot pg_sequence_last_value pg_get_sequence_data
            pg_replication_slot_advance pg_sync_replication_slots pg_wal_replay_pause pg_wal_replay_resume
            pg_backup_start pg_backup_stop
            """);

    private static final Set<String> PREFIXES = WordList.of(
            """
            pg_advisory_ pg_try_advisory_ pg_stat_reset pg_stat_statements_reset pg_create_ pg_copy_ pg_drop_
            pg_logical_slot_get_ pg_file_
            """);

    /** Functions that run SQL from a text argument. */
    private static final Set<String> RUN_TEXT = WordList.of(
            """
            query_to_xml query_to_xml_and_xmlschema query_to_xmlschema ts_stat ts_rewrite dblink dblink_exec dblink_open
            dblink_send_query
            """);

    /** The WAL runs ahead of these columns by up to 32 values. */
    private static final Set<String> SEQUENCE_COLUMNS = WordList.of("last_value log_cnt is_called");

    private ServerBoundFunctions() {}

    static boolean contain(String name) {
        if (NAMES.contains(name)) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether sequences have a column of this name. */
    static boolean isColumnOfSequence(String name) {
        return SEQUENCE_COLUMNS.contains(name);
    }

    /** Whether the text runs SQL from one of its strings, and names one of these functions anywhere. */
    static boolean areHiddenIn(String sql, Tokens tokens) {
        if (!runsText(tokens)) {
            return false;
        }
        String folded = Characters.lowerCase(sql);
        return NAMES.stream().anyMatch(folded::contains)
                || PREFIXES.stream().anyMatch(folded::contains)
                || SEQUENCE_COLUMNS.stream().anyMatch(folded::contains);
    }

    private static boolean runsText(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.at(i);
            boolean begins = i == 0 || tokens.at(i - 1).isSymbol(";");
            if ((begins && token.isWord("do")) || (token.isName() && runsText(token.text()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean runsText(String function) {
        return RUN_TEXT.contains(function) || ExtensionFunctions.runText(function);
    }
}

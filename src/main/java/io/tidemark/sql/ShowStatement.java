package io.tidemark.sql;

import java.util.Set;

/**
 * A {@code SHOW} of a setting that a standby takes from its primary's data or from its role, or that only the session
 * changes. Other settings, such as {@code transaction_read_only}, differ between servers.
 */
final class ShowStatement {

    private static final Set<String> SAME = WordList.of(
            """
            block_size bytea_output client_encoding data_checksums datestyle default_text_search_config extra_float_digits
            integer_datetimes intervalstyle is_superuser lc_collate lc_ctype lc_messages lc_monetary lc_numeric lc_time
            max_function_args max_identifier_length max_index_keys row_security search_path segment_size server_encoding
            server_version server_version_num session_authorization standard_conforming_strings timezone wal_block_size
            wal_segment_size xmlbinary xmloption
            """);

    private ShowStatement() {}

    static boolean isHarmless(Tokens tokens, int from, int to) {
        Token first = tokens.at(from + 1);
        if (to == from + 2) {
            return first.isName() && SAME.contains(Characters.lowerCase(first.text()));
        }
        return (to == from + 3 && first.isWord("time") && tokens.at(from + 2).isWord("zone"))
                || (to == from + 3
                        && first.isWord("session")
                        && tokens.at(from + 2).isWord("authorization"));
    }
}

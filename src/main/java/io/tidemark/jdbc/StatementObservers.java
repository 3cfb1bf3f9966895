package io.tidemark.jdbc;

import io.tidemark.audit.ReadAudits;
import java.util.Optional;

/**
 * The observers of the statements of a data source.
 *
 * @param sent receives each statement
 * @param audits the audits of reads in shadow mode; empty without
 */
public record StatementObservers(SentStatements sent, Optional<ReadAudits> audits) {

    /** No observers. */
    static final StatementObservers NONE = new StatementObservers((decision, sql) -> {}, Optional.empty());
}

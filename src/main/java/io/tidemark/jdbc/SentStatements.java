package io.tidemark.jdbc;

import io.tidemark.routing.Decision;

/**
 * Receives each statement that is about to be sent, with its text, on its thread. Implementations are thread-safe, quick, and do
 * not throw.
 */
@FunctionalInterface
public interface SentStatements {

    /**
     * A statement is about to be sent.
     *
     * @param sql the text of the statement; empty if the driver writes without a statement of the application
     */
    void sent(Decision decision, String sql);
}

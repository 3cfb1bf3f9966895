package io.tidemark.wal;

/**
 * A server process that serves one connection to a primary.
 *
 * @param timeline what its server writes, for as long as the connection lives
 * @param process its number on that server
 */
public record Backend(Timeline timeline, int process) {}

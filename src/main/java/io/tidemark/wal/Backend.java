package io.tidemark.wal;

/**
 * A server process of a primary, which serves one connection.
 *
 * @param timeline the timeline on which the server writes, for the life of the connection
 * @param process the process number on that server
 */
public record Backend(Timeline timeline, int process) {}

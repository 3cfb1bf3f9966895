package io.tidemark.chaos;

/**
 * The position of a database server at some time. While a server does not answer, it has none.
 *
 * @param server the name of the server, as in the targets of faults
 * @param at the time before the query, in nanoseconds of the clock of all clients
 * @param position the bytes of the write-ahead log up to the server's insert position, or to its replay position
 * @param writable whether the server accepts writes
 */
record Sample(String server, long at, long position, boolean writable) {}

package io.tidemark.assembly;

/**
 * Work that one thread runs from the start of the application until the assembly is closed. An interrupt ends it, too.
 *
 * @param name for the thread
 */
public record Loop(String name, Runnable work) {}

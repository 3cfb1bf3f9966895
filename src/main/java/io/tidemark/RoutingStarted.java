package io.tidemark;

/**
 * A CDI event: the library has started with its application, which has not had a request yet. What an observer throws is
 * logged, and fails nothing.
 *
 * @param application the context path; {@code /} for the root
 * @param status how things stand; the servers have not been asked yet
 */
public record RoutingStarted(String application, Status status) {}

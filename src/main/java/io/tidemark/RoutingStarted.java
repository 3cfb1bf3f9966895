package io.tidemark;

/**
 * The library has started with its application, and no request has arrived yet: a CDI event. An exception of an
 * observer is logged and has no other effect.
 *
 * @param application the context path; {@code /} for the root
 * @param status the initial status, before the first poll of the servers
 */
public record RoutingStarted(String application, Status status) {}

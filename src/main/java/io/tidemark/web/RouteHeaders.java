package io.tidemark.web;

/** The setting for response headers that show the routes of the request's statements. */
public enum RouteHeaders {
    /** No header is added. The default, because routes concern only the operator. */
    OFF,
    /** {@code Tidemark-Route}, {@code Tidemark-Reason} and {@code Server-Timing} are added to every response. */
    ON
}

package io.tidemark.web;

import io.tidemark.ReadsUnavailable;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Converts {@link ReadsUnavailable} into the status 503 with {@code Retry-After}, for JAX-RS applications that scan for
 * providers. A mapper of the application for the same exception comes first. Thread-safe.
 */
@Provider
@Priority(ReadsUnavailableMapper.AFTER_THE_APPLICATION)
public class ReadsUnavailableMapper implements ExceptionMapper<ReadsUnavailable> {

    /** After the default priority of an application's provider, 5000. */
    static final int AFTER_THE_APPLICATION = 6000;

    @Override
    public Response toResponse(ReadsUnavailable thrown) {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, thrown.retryAfterSeconds())
                .build();
    }
}

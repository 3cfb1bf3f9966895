package com.example.things;

import io.tidemark.ReadsUnavailable;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Converts a read that no server may serve now into a problem document. Without it, the library's mapper sends no body. */
@Provider
public class ReadsUnavailableProblemMapper implements ExceptionMapper<ReadsUnavailable> {

    @Override
    public Response toResponse(ReadsUnavailable thrown) {
        return Problem.of(Status.SERVICE_UNAVAILABLE, "The data cannot be read now.")
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, thrown.retryAfterSeconds())
                .build();
    }
}

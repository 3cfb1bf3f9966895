package com.example.kiosk.own;

import io.tidemark.ReadsUnavailable;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Converts the exception that the library maps too. */
@Provider
public class ClosedMapper implements ExceptionMapper<ReadsUnavailable> {

    @Override
    public Response toResponse(ReadsUnavailable thrown) {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, 60 + thrown.retryAfterSeconds())
                .entity("The kiosk is closed.")
                .build();
    }
}

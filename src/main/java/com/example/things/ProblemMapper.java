package com.example.things;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.INTERNAL_SERVER_ERROR;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;
import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/**
 * Converts every exception of the API into a problem document. The message of an unexpected exception is logged, never sent:
 * it may contain class names, addresses or statements.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    private static final int RETRY_AFTER_SECONDS = 2;

    @Override
    public Response toResponse(Throwable thrown) {
        return of(thrown);
    }

    /** {@return the response for an exception of any type} */
    static Response of(Throwable thrown) {
        return thrown instanceof WebApplicationException http ? ofHttp(http) : ofFailure(thrown);
    }

    private static Response ofHttp(WebApplicationException thrown) {
        Response response = thrown.getResponse();
        int status = response.getStatus();
        if (status == INTERNAL_SERVER_ERROR.getStatusCode()) {
            return unexpected(thrown);
        }
        if (status < 400 || response.hasEntity()) {
            return response;
        }
        // A copy keeps the headers, such as Allow, WWW-Authenticate and Retry-After.
        return Response.fromResponse(response)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(response.getStatusInfo()).toJson())
                .build();
    }

    private static Response ofFailure(Throwable thrown) {
        return switch (Failure.of(thrown)) {
            case LOST_UPDATE ->
                Problem.of(CONFLICT, "The thing was changed by somebody else; read it again.")
                        .toResponse()
                        .build();
            case GONE ->
                Problem.of(NOT_FOUND, "The thing is no longer there.")
                        .toResponse()
                        .build();
            case UNAVAILABLE -> unavailable(thrown);
            case UNEXPECTED -> unexpected(thrown);
        };
    }

    private static Response unavailable(Throwable thrown) {
        LOG.log(Level.DEBUG, "The database is not available", thrown);
        return Problem.of(SERVICE_UNAVAILABLE, "The database is not available now.")
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static Response unexpected(Throwable thrown) {
        UUID occurrence = UUID.randomUUID();
        LOG.log(Level.ERROR, "Unexpected: urn:uuid:" + occurrence, thrown);
        return Problem.of(INTERNAL_SERVER_ERROR)
                .loggedAs(occurrence)
                .toResponse()
                .build();
    }
}

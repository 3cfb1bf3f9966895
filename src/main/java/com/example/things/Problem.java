package com.example.things;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A problem document (RFC 9457), the only form in which a client sees an error.
 *
 * <p>The {@code type} is {@code about:blank}, which means that the status identifies the kind of error. The {@code instance}
 * identifies one occurrence. It is present if the log has an entry with the same identifier.
 * @param status the HTTP status code
 * @param title the reason phrase of the status
 * @param detail the error in this request; never contains internal information of the server
 * @param instance the identifier of this occurrence in the log
 */
record Problem(int status, String title, Optional<String> detail, Optional<UUID> instance) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** {@return a problem without a detail} */
    static Problem of(Response.StatusType status) {
        return new Problem(status.getStatusCode(), status.getReasonPhrase(), Optional.empty(), Optional.empty());
    }

    /** {@return a problem with a detail} */
    static Problem of(Response.StatusType status, String detail) {
        return new Problem(status.getStatusCode(), status.getReasonPhrase(), Optional.of(detail), Optional.empty());
    }

    /** {@return a 401 with the challenge for Basic authentication} */
    static Response unauthorized(String detail) {
        return of(Response.Status.UNAUTHORIZED, detail)
                .toResponse()
                .header(HttpHeaders.WWW_AUTHENTICATE, BasicAuthentication.CHALLENGE)
                .build();
    }

    /** {@return this problem with the identifier of its log entry} */
    Problem loggedAs(UUID occurrence) {
        return new Problem(status, title, detail, Optional.of(occurrence));
    }

    JsonObject toJson() {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status);
        detail.ifPresent(text -> json.add("detail", text));
        instance.ifPresent(occurrence -> json.add("instance", "urn:uuid:" + occurrence));
        return json.build();
    }

    /** {@return a response with this problem, to which headers can be added} */
    Response.ResponseBuilder toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(toJson());
    }

    /** Writes this problem as the complete response, for errors outside the API. */
    void writeTo(HttpServletResponse response) throws IOException {
        byte[] body = toJson().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** {@return an exception with this problem, for a resource or reader to throw} */
    WebApplicationException toException() {
        return new WebApplicationException(toResponse().build());
    }
}

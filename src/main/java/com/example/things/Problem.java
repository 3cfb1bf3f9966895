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
 * An error as the client sees it: a problem document (RFC 9457).
 *
 * <p>Its {@code type} is {@code about:blank}: the status says what kind of error it is. Its {@code instance} names one
 * occurrence, and is there when the log says more under the same name.
 *
 * @param status the status code of HTTP
 * @param title the status in words
 * @param detail what is wrong with this request; never anything that only the server should know
 * @param instance the occurrence
 */
record Problem(int status, String title, Optional<String> detail, Optional<UUID> instance) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** A problem of which the status says all. */
    static Problem of(Response.StatusType status) {
        return new Problem(status.getStatusCode(), status.getReasonPhrase(), Optional.empty(), Optional.empty());
    }

    /** A problem of which there is more to say. */
    static Problem of(Response.StatusType status, String detail) {
        return new Problem(status.getStatusCode(), status.getReasonPhrase(), Optional.of(detail), Optional.empty());
    }

    /** A 401 that asks for a user. */
    static Response unauthorized(String detail) {
        return of(Response.Status.UNAUTHORIZED, detail)
                .toResponse()
                .header(HttpHeaders.WWW_AUTHENTICATE, BasicAuthentication.CHALLENGE)
                .build();
    }

    /** This problem, as the occurrence that the log names. */
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

    /** A response that says so; headers can be added. */
    Response.ResponseBuilder toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(toJson());
    }

    /** Writes this as the whole response, outside the API. */
    void writeTo(HttpServletResponse response) throws IOException {
        byte[] body = toJson().toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** For throwing it from a resource or reader. */
    WebApplicationException toException() {
        return new WebApplicationException(toResponse().build());
    }
}
